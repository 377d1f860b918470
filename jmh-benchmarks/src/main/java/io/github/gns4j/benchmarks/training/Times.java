package io.github.gns4j.benchmarks.training;

import java.util.Arrays;

/** Times of equal steps. */
final class Times {
  private static final int FIRST_CAPACITY = 64;

  private long[] nanos = new long[FIRST_CAPACITY];
  private int count;

  void add(long time) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = time;
  }

  /** Returns NaN if there are none. */
  double mean() {
    return Arrays.stream(nanos, 0, count).average().orElse(Double.NaN);
  }

  /** Returns the upper of the middle two of an even number, NaN if there are none. */
  double median() {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    return count == 0 ? Double.NaN : sorted[count / 2];
  }
}
