package io.github.gns4j.state;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Files that are whole at every moment, whenever the process or the machine stops: written beside,
 * as {@code NAME.partial}, forced to the disk, renamed over the one before, and the directory
 * forced to the disk. Until the rename the file before is there, after it the new one. One writer
 * at a time.
 */
public final class AtomicFile {
  private static final String PARTIAL = ".partial";

  private AtomicFile() {}

  /** What a file is to hold. */
  @FunctionalInterface
  public interface Content {
    /** Writes it; need neither buffer nor close. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file or replaces it.
   *
   * @throws IOException if the content or the disk refuses; the file before is then untouched
   */
  public static void write(Path file, Content content) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + PARTIAL);
    try {
      writeForced(partial, content);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
    forceDirectory(file.toAbsolutePath().getParent());
  }

  private static void writeForced(Path partial, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  /** Makes the rename durable where directories can be opened; Windows does so by itself. */
  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException notOpenable) {
      // a directory cannot be opened on Windows
      return;
    }
  }
}
