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

  /** Forms the sums after the step; what it has overwritten is in {@code before}. */
  static void sums(Block block, AdamFactors factors) {
    boolean inPlace = block.output == 0;
    long gradient = inPlace ? block.gradient : block.before();
    sums(block, factors, gradient, 0);
  }

  /**
   * Forms all sums of Adam and LAMB but that of the parameters; root and quotient of an element,
   * which take most of the time, once for all.
   *
   * @param decay rate of decay in the direction, which is then of the parameters as they are
   */
  static void sums(Block block, AdamFactors factors, long gradient, double decay) {
    long first = block.first;
    long second = block.second;
    long parameters = block.parameters;
    double rootScale = factors.metric().rootScale();
    double epsilon = factors.metric().epsilon();
    double correction = factors.correction();
    int length = block.length;
    double squares = 0;
    double metricSquares = 0;
    double means = 0;
    double metricMeans = 0;
    double updates = 0;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      double g = Memory.getFloat(gradient + at);
      double m = Memory.getFloat(first + at);
      double v = Memory.getFloat(second + at);
      double inverse = 1 / (Math.sqrt(v) * rootScale + epsilon);
      double u = m * correction * inverse;
      if (decay != 0) {
        u += decay * Memory.getFloat(parameters + at);
      }
      double p = v == 0 ? 0 : inverse;
      squares += g * g;
      means += m * m;
      metricSquares += g * p * (g * p);
      metricMeans += m * p * (m * p);
      updates += u * u;
    }
    block.add(Sum.GRADIENT_SQUARED, squares);
    block.add(Sum.MEAN_SQUARED, means);
    block.add(Sum.GRADIENT_SQUARED_METRIC, metricSquares);
    block.add(Sum.MEAN_SQUARED_METRIC, metricMeans);
    block.add(Sum.UPDATE_SQUARED, updates);
    ScalarFloatNorms.countNonFinite(block, gradient, squares);
  }
}
