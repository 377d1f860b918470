package io.github.gns4j.monitor.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * Follows a run log while it is written, over all its parts: each {@link #poll} delivers the lines
 * that were completed since the last. Not for several threads.
 */
public final class RunLogFollower implements AutoCloseable {
  private static final int CHUNK = 1 << 20;

  private final Path firstPart;
  private FileChannel channel;
  private int part = 1;
  private long position;

  /** Opens a log by its first file. */
  public RunLogFollower(Path firstPart) throws IOException {
    this.firstPart = firstPart;
    channel = FileChannel.open(firstPart, StandardOpenOption.READ);
  }

  /** Delivers what is new; a line not yet complete waits for the next call. */
  public void poll(Consumer<? super LogEntry> consumer) throws IOException {
    do {
      while (chunk(consumer)) {
        // until no complete line is left
      }
    } while (nextPart());
  }

  private boolean chunk(Consumer<? super LogEntry> consumer) throws IOException {
    byte[] bytes = read(CHUNK);
    int end = lastLineEnd(bytes);
    if (end == 0 && bytes.length == CHUNK) {
      bytes = read(LineReader.LONGEST);
      end = lastLineEnd(bytes);
    }
    if (end == 0) {
      return false;
    }
    deliver(bytes, end, consumer);
    position += end;
    return true;
  }

  private byte[] read(int most) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate((int) Math.min(most, Math.max(0, channel.size() - position)));
    while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) > 0) {
      // a read may be short
    }
    return java.util.Arrays.copyOf(buffer.array(), buffer.position());
  }

  private static int lastLineEnd(byte[] bytes) {
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private void deliver(byte[] bytes, int end, Consumer<? super LogEntry> consumer)
      throws IOException {
    LineReader lines = new LineReader(new ByteArrayInputStream(bytes, 0, end));
    while (lines.next()) {
      try {
        EntryReader.read(lines.bytes(), lines.length())
            .filter(entry -> part == 1 || !(entry instanceof LogEntry.RunStart))
            .ifPresent(consumer);
      } catch (IOException | RuntimeException e) {
        throw new RunLogException(
            firstPart + ", part " + part + ": not a line of a run log: " + e.getMessage(), e);
      }
    }
  }

  private boolean nextPart() throws IOException {
    String file = firstPart.getFileName().toString();
    if (!file.endsWith(LogSchema.SUFFIX)) {
      return false;
    }
    String name = file.substring(0, file.length() - LogSchema.SUFFIX.length());
    Path next = LogFiles.part(firstPart.toAbsolutePath().getParent(), name, part + 1);
    if (!Files.exists(next)) {
      return false;
    }
    channel.close();
    channel = FileChannel.open(next, StandardOpenOption.READ);
    part++;
    position = 0;
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
