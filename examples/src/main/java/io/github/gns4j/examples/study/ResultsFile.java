package io.github.gns4j.examples.study;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The cells that are done, in a file of comma-separated values, and locks for those under way.
 * Several processes may work on the same directory: each cell is computed by one of them. The locks
 * are the operating system's, so that none is left behind by a process that was killed.
 */
final class ResultsFile {
  private final Path file;
  private final Path locks;

  /** Takes {@code results.csv} in a directory that is there. */
  ResultsFile(Path directory) throws IOException {
    file = directory.resolve("results.csv");
    locks = Files.createDirectories(directory.resolve("locks"));
  }

  /** Returns all results. A last line that was cut off is left out: its cell is done again. */
  List<CellResult> read() throws IOException {
    List<CellResult> results = new ArrayList<>();
    if (!Files.exists(file)) {
      return results;
    }
    String text = Files.readString(file);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().skip(1).toList()) {
      try {
        results.add(CellResult.parse(line));
      } catch (IllegalArgumentException e) {
        throw new IOException(file + ": " + e.getMessage(), e);
      }
    }
    return results;
  }

  /** Adds a result. */
  void append(CellResult result) throws IOException {
    try (Claim _ = claim("results");
        FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
      channel.position(endOfWholeLines(channel));
      String text = (channel.position() == 0 ? CellResult.HEADER + "\n" : "") + result.csv() + "\n";
      channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      channel.truncate(channel.position());
    }
  }

  private static long endOfWholeLines(FileChannel channel) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    for (long end = channel.size(); end > 0; end--) {
      one.clear();
      channel.read(one, end - 1);
      if (one.get(0) == '\n') {
        return end;
      }
    }
    return 0;
  }

  /** Claims a name, waiting while another process has it. */
  Claim claim(String name) throws IOException {
    FileChannel channel = lockFile(name);
    return new Claim(channel, channel.lock());
  }

  /** Claims a cell; empty if another process has it. */
  Optional<Claim> tryClaim(CellKey key) throws IOException {
    FileChannel channel = lockFile(key.fileName());
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new Claim(channel, lock));
  }

  private FileChannel lockFile(String name) throws IOException {
    return FileChannel.open(
        locks.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /** Something that no other process does at the same time. */
  record Claim(FileChannel channel, FileLock lock) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
