package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Sum;

/** The running mean over a block, in float arithmetic, and its sums in double. */
final class ScalarFloatAccumulate {
  private ScalarFloatAccumulate() {}

  static void step(Block block, double scale, double weight) {
    long mean = block.parameters;
    long gradient = block.gradient;
    float s = Memory.toFloat(scale);
    float w = Memory.toFloat(weight);
    int length = block.length;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      float old = Memory.getFloat(mean + at);
      Memory.setFloat(mean + at, old + w * (s * Memory.getFloat(gradient + at) - old));
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
      long at = (long) i * Float.BYTES;
      double g = scale * Memory.getFloat(gradient + at);
      double m = Memory.getFloat(mean + at);
      double d = g - Memory.getFloat(before + at);
      squares += g * g;
      means += m * m;
      deviations += d * d;
    }
    block.add(Sum.GRADIENT_SQUARED, squares);
    block.add(Sum.MEAN_SQUARED, means);
    block.add(Sum.DEVIATION_SQUARED, deviations);
    ScalarFloatNorms.countNonFinite(block, mean, means);
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
      long at = (long) i * Float.BYTES;
      double p = metric.weight(Memory.getFloat(second + at));
      double g = scale * Memory.getFloat(gradient + at);
      double m = p * Memory.getFloat(mean + at);
      double d = p * (g - Memory.getFloat(before + at));
      squares += p * g * (p * g);
      means += m * m;
      deviations += d * d;
    }
    block.add(Sum.GRADIENT_SQUARED_METRIC, squares);
    block.add(Sum.MEAN_SQUARED_METRIC, means);
    block.add(Sum.DEVIATION_SQUARED_METRIC, deviations);
  }
}
