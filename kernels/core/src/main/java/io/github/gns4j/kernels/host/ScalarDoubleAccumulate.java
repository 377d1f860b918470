package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Sum;

/** The running mean over a block, in double arithmetic, and its sums in double. */
final class ScalarDoubleAccumulate {
  private ScalarDoubleAccumulate() {}

  static void step(Block block, double scale, double weight) {
    long mean = block.parameters;
    long gradient = block.gradient;
    double s = Memory.toDouble(scale);
    double w = Memory.toDouble(weight);
    int length = block.length;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Double.BYTES;
      double old = Memory.getDouble(mean + at);
      Memory.setDouble(mean + at, old + w * (s * Memory.getDouble(gradient + at) - old));
    }
  }

  /** Forms all sums from the gradient, the mean before (in {@code before}) and the mean after. */
  static void sums(Block block, double scale, MetricFactors metric) {
    long before = block.before();
    long mean = block.parameters;
    long gradient = block.gradient;
    int length = block.length;
    double squares = 0;
    double means = 0;
    double deviations = 0;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Double.BYTES;
      double g = scale * Memory.getDouble(gradient + at);
      double m = Memory.getDouble(mean + at);
      double d = g - Memory.getDouble(before + at);
      squares += g * g;
      means += m * m;
      deviations += d * d;
    }
    block.add(Sum.GRADIENT_SQUARED, squares);
    block.add(Sum.MEAN_SQUARED, means);
    block.add(Sum.DEVIATION_SQUARED, deviations);
    ScalarDoubleNorms.countNonFinite(block, mean, means);
    if (block.second != 0) {
      metricSums(block, scale, metric);
    }
  }

  private static void metricSums(Block block, double scale, MetricFactors metric) {
    long before = block.before();
    long mean = block.parameters;
    long gradient = block.gradient;
    long second = block.second;
    int length = block.length;
    double squares = 0;
    double means = 0;
    double deviations = 0;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Double.BYTES;
      double p = metric.weight(Memory.getDouble(second + at));
      double g = scale * Memory.getDouble(gradient + at);
      double m = p * Memory.getDouble(mean + at);
      double d = p * (g - Memory.getDouble(before + at));
      squares += p * g * (p * g);
      means += m * m;
      deviations += d * d;
    }
    block.add(Sum.GRADIENT_SQUARED_METRIC, squares);
    block.add(Sum.MEAN_SQUARED_METRIC, means);
    block.add(Sum.DEVIATION_SQUARED_METRIC, deviations);
  }
}
