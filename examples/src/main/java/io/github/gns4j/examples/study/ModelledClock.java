package io.github.gns4j.examples.study;

import io.github.gns4j.kernels.Arguments;
import java.util.function.LongSupplier;

/**
 * A clock that stands still until it is told what something would have taken: the same on a busy
 * machine as on an idle one. Not for several threads.
 */
final class ModelledClock implements LongSupplier {
  private static final double NANOS = 1e9;

  private long nanos;

  /** Lets {@code seconds}, at least 0, pass. */
  void advance(double seconds) {
    nanos += Math.round(Arguments.nonNegative("seconds", seconds) * NANOS);
  }

  @Override
  public long getAsLong() {
    return nanos;
  }

  /** Returns the seconds that have passed. */
  double seconds() {
    return nanos / NANOS;
  }
}
