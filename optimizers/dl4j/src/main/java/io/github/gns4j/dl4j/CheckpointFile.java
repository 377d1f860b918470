package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A checkpoint that is complete at every moment, whenever the process or the machine stops: written
 * beside, forced to the disk, and renamed over the one before.
 *
 * @param file the checkpoint
 * @param everySteps steps between checkpoints, at least 1
 */
record CheckpointFile(Path file, int everySteps) {
  private static final String PARTIAL = ".partial";

  CheckpointFile {
    Objects.requireNonNull(file, "file");
    Arguments.atLeast("steps", everySteps, 1);
  }

  boolean isDueAt(long step) {
    return step % everySteps == 0;
  }

  /**
   * Writes the checkpoint.
   *
   * @throws UncheckedIOException if the disk refuses; the checkpoint before is then untouched
   */
  void write(TrainerState state) {
    Path partial = file.resolveSibling(file.getFileName() + PARTIAL);
    try {
      writeForced(partial, state);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceDirectory();
    } catch (IOException failure) {
      throw new UncheckedIOException("checkpoint " + file + " was not written", failure);
    }
  }

  private static void writeForced(Path partial, TrainerState state) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            partial,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
      state.save(out);
      out.flush();
      channel.force(true);
    }
  }

  /** Makes the rename durable where directories can be opened; Windows does so by itself. */
  private void forceDirectory() throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException notOpenable) {
      // a directory cannot be opened on Windows
      return;
    }
  }

  static void restore(Path file, TrainerState state) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      state.restore(in);
    }
  }
}
