package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Sum;

/**
 * Sums over a block that were refused, formed again; the counterpart of {@link VectorFloatAgain}.
 * In double that is rare: elements are not finite, or a second moment has run out of range.
 */
final class VectorDoubleAgain {
  private VectorDoubleAgain() {}

  static void addSquares(Block block, long address, Sum kind) {
    ScalarDoubleNorms.addSquares(block, address, kind);
  }

  static void addMetricSquares(Block block, long address, Sum kind, MetricFactors metric) {
    ScalarDoubleNorms.addMetricSquares(block, address, kind, metric);
  }

  static void squaredNorm(Block block, double scale, MetricFactors metric) {
    ScalarDoubleNorms.squaredNorm(block, scale, metric);
  }

  static void accumulate(Block block, double scale, MetricFactors metric) {
    ScalarDoubleAccumulate.sums(block, scale, metric);
  }

  static void sgd(Block block, SgdFactors factors) {
    ScalarDoubleSgd.sums(block, factors);
  }

  static void adam(Block block, AdamFactors factors) {
    ScalarDoubleAdam.sums(block, factors);
  }

  static void lamb(Block block, AdamFactors factors) {
    ScalarDoubleLamb.sums(block, factors);
  }

  /** Returns {@code Σx²}. */
  static double squares(Block block, long address) {
    double sum = 0;
    for (int i = 0; i < block.length; i++) {
      double x = Memory.getDouble(address + (long) i * Double.BYTES);
      sum += x * x;
    }
    return sum;
  }
}
