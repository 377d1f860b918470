package io.github.gns4j.kernels;

/**
 * What a kernel pass reduced: one double for each {@link Sum} and segment. Made by {@link
 * Kernels#newSums}, overwritten by each pass it is given to. On a device the numbers arrive some
 * time after the pass was launched; the getters wait for them. Not thread-safe.
 */
public interface Sums {
  /** Returns the segments that the sums belong to. */
  Segments segments();

  /** Returns the sum of segment {@code segment}. */
  double get(Sum sum, int segment);

  /** Returns the total over all segments, added in their order. */
  default double total(Sum sum) {
    double total = 0;
    for (int i = 0; i < segments().count(); i++) {
      total += get(sum, i);
    }
    return total;
  }

  /** Returns the number of non-finite gradient elements over all segments. */
  default long nonFinite() {
    return (long) total(Sum.NON_FINITE);
  }
}
