package io.github.gns4j.monitor.tensorboard;

import io.github.gns4j.monitor.log.FedListener;
import io.github.gns4j.monitor.log.Feed;
import io.github.gns4j.monitor.log.RunLogReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * Writes a run as an event file for TensorBoard.
 *
 * <p>Scalars: loss, learning rate, batch, gradient norm, noise scale with the ends of its interval,
 * tr Σ, |G|², the parts of the step time, noise share per layer and data group, and measured
 * numbers under {@code metrics/}. Texts: settings, decisions with their reasons, audits.
 * TensorBoard takes each directory for one run, so each run needs a directory of its own. As a
 * listener it works on a thread of its own, as {@link Feed} describes; a killed program loses no
 * more than the last tenth of a second. Safe for several threads.
 */
public final class TensorBoardLog extends FedListener {
  private static final int PARTS_EVERY = 10; // a hundred layers a step would outweigh all the rest
  private static final int CAPACITY = 8192; // 80 s of a training of 100 steps a second

  private final Path file;

  private TensorBoardLog(EventFile events) {
    super(new Feed("gns4j-tensorboard", CAPACITY, PARTS_EVERY, events));
    file = events.file();
  }

  /**
   * Starts an event file in a directory, which is made if it is not there.
   *
   * @param directory of this run, below TensorBoard's {@code --logdir}
   * @throws UncheckedIOException if no file can be made there
   */
  public static TensorBoardLog to(Path directory) {
    try {
      return new TensorBoardLog(EventFile.create(directory, Instant.now()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write an event file into " + directory + ": " + e, e);
    }
  }

  /**
   * Writes an event file from a run log, in bounded memory.
   *
   * @param log first file of the run
   * @param directory of this run, below TensorBoard's {@code --logdir}
   * @return the event file
   * @throws IOException if the log cannot be read or the file cannot be written
   */
  public static Path export(Path log, Path directory) throws IOException {
    EventFile events = EventFile.create(directory, Instant.now());
    try {
      RunLogReader.read(
          log,
          entry -> {
            try {
              events.accept(entry);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      events.close();
    }
    return events.file();
  }

  /** Returns the event file. */
  public Path file() {
    return file;
  }
}
