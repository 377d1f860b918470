package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.state.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/** When a trainer saves itself, and where: an {@link AtomicFile}. Not thread-safe. */
final class Checkpoints {
  private final Path file;
  private final int steps;
  private final long nanos;
  private long last = System.nanoTime();

  private Checkpoints(Path file, int steps, long nanos) {
    this.file = Objects.requireNonNull(file, "file");
    this.steps = steps;
    this.nanos = nanos;
  }

  /** After every {@code steps} steps, at least 1. */
  static Checkpoints everySteps(Path file, int steps) {
    return new Checkpoints(file, Arguments.atLeast("steps", steps, 1), Long.MAX_VALUE);
  }

  /** After the micro-batch in which {@code interval} has passed, at least 0. */
  static Checkpoints every(Path file, Duration interval) {
    if (interval.isNegative()) {
      throw new IllegalArgumentException("interval is " + interval + ", allowed: at least 0");
    }
    return new Checkpoints(file, Integer.MAX_VALUE, interval.toNanos());
  }

  void writeAfterStep(long step, TrainerState state) {
    if (step % steps == 0 || isTime()) {
      write(state);
    }
  }

  void writeWithinStep(TrainerState state) {
    if (isTime()) {
      write(state);
    }
  }

  private boolean isTime() {
    return nanos != Long.MAX_VALUE && System.nanoTime() - last >= nanos;
  }

  /**
   * Writes the checkpoint.
   *
   * @throws UncheckedIOException if the disk refuses; the checkpoint before is then untouched
   */
  private void write(TrainerState state) {
    try {
      AtomicFile.write(file, state::save);
    } catch (IOException failure) {
      throw new UncheckedIOException("checkpoint " + file + " was not written", failure);
    }
    last = System.nanoTime();
  }
}
