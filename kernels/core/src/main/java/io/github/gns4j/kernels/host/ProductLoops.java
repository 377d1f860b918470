package io.github.gns4j.kernels.host;

/**
 * The inner loops of {@link ConvolutionNorms} over arrays of doubles, and of {@link OuterNormsPass}
 * for one position. Loops over arrays run over whole vectors: they may read, and write to {@code
 * target}, up to {@link #UNIT} − 1 elements beyond what is said.
 */
interface ProductLoops {
  /** Delta rows that are taken at a time. */
  int FILTERS = 4;

  /** Shifts of the image that are taken at a time. */
  int SHIFTS = 2;

  /** Arrays have as many elements to spare, and lengths are multiples of it where it is said. */
  int UNIT = 8;

  /** Converts {@code count} floats in memory; writes no further. */
  void widen(long address, double[] target, int to, int count);

  /**
   * Sets {@code out[s·FILTERS + f] = Σ_l image[shift_s + l]·deltas[at + f·length + l]}.
   *
   * @param length a multiple of {@link #UNIT}
   */
  void correlate(double[] image, int[] shifts, double[] deltas, int at, int length, double[] out);

  /** Sets {@code target[to + i] = Σ_r rows[r, at]·rows[r, at + i]} for {@code i < count}. */
  void productsOf(Rows rows, int at, double[] target, int to, int count);

  /** Sets {@code target[i] = initial + Σ_k source[starts[k] + i]} for {@code i < count}. */
  void sumOf(double[] source, int[] starts, double initial, double[] target, int count);

  /** Returns {@code Σ a·b} over {@code count} elements, a multiple of {@link #UNIT}. */
  double dot(double[] a, double[] b, int count);

  /** Returns {@code Σ x²}, in double, over {@code count} floats in memory; reads no further. */
  double squares(long address, int count);

  /** A matrix in an array, row by row. */
  record Rows(double[] values, int pitch, int height) {}
}
