package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Sum;

/** Adam over a block, in float arithmetic, and its sums in double. */
final class ScalarFloatAdam {
  private ScalarFloatAdam() {}

  /** {@code m ← β₁m + (1 − β₁)g}, {@code v ← β₂v + (1 − β₂)g²}, in PyTorch's order. */
  static void moments(Block block, AdamFactors factors) {
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    float beta1 = Memory.toFloat(factors.beta1());
    float gain1 = Memory.toFloat(1 - factors.beta1());
    float beta2 = Memory.toFloat(factors.beta2());
    float gain2 = Memory.toFloat(1 - factors.beta2());
    int length = block.length;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      float g = Memory.getFloat(gradient + at);
      Memory.setFloat(first + at, beta1 * Memory.getFloat(first + at) + gain1 * g);
      Memory.setFloat(second + at, beta2 * Memory.getFloat(second + at) + gain2 * g * g);
    }
  }

  /** {@code w ← keep·w − η·direction}, or the subtrahend without decay into the output. */
  static void step(Block block, AdamFactors factors) {
    long parameters = block.parameters;
    long output = block.output;
    float size = Memory.toFloat(factors.stepSize());
    float keep = Memory.toFloat(factors.keep());
    int length = block.length;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      float update = size * weighted(block, factors, at);
      if (output == 0) {
        Memory.setFloat(parameters + at, keep * Memory.getFloat(parameters + at) - update);
      } else {
        Memory.setFloat(output + at, update);
      }
    }
  }

  /** Returns {@code m / (sqrt(v/c₂) + ε)}. */
  static float weighted(Block block, AdamFactors factors, long at) {
    float rootScale = Memory.toFloat(factors.metric().rootScale());
    float epsilon = Memory.toFloat(factors.metric().epsilon());
    float root = Memory.toFloat(Math.sqrt(Memory.getFloat(block.second + at)));
    return Memory.getFloat(block.first + at) * (1 / (root * rootScale + epsilon));
  }

  /**
   * Forms all sums but that of the parameters after the step; what it has overwritten is in {@code
   * before}.
   */
  static void sums(Block block, AdamFactors factors) {
    boolean inPlace = block.output == 0;
    long gradient = inPlace ? block.gradient : block.before();
    sums(block, factors, gradient);
    double updates = 0;
    for (int i = 0; i < block.length; i++) {
      double u = directionInDouble(block, factors, (long) i * Float.BYTES);
      updates += u * u;
    }
    block.add(Sum.UPDATE_SQUARED, updates);
  }

  /** Forms the sums that Adam and LAMB share, but that of the parameters. */
  static void sums(Block block, AdamFactors factors, long gradient) {
    long first = block.first;
    long second = block.second;
    int length = block.length;
    double squares = 0;
    double metricSquares = 0;
    double means = 0;
    double metricMeans = 0;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      double g = Memory.getFloat(gradient + at);
      double m = Memory.getFloat(first + at);
      double p = factors.metric().weight(Memory.getFloat(second + at));
      squares += g * g;
      means += m * m;
      metricSquares += g * p * (g * p);
      metricMeans += m * p * (m * p);
    }
    block.add(Sum.GRADIENT_SQUARED, squares);
    block.add(Sum.MEAN_SQUARED, means);
    block.add(Sum.GRADIENT_SQUARED_METRIC, metricSquares);
    block.add(Sum.MEAN_SQUARED_METRIC, metricMeans);
    ScalarFloatNorms.countNonFinite(block, gradient, squares);
  }

  /** Returns the direction of an element, in double. */
  static double directionInDouble(Block block, AdamFactors factors, long at) {
    MetricFactors metric = factors.metric();
    double root = Math.sqrt(Memory.getFloat(block.second + at)) * metric.rootScale();
    double m = Memory.getFloat(block.first + at);
    return m * factors.correction() / (root + metric.epsilon());
  }
}
