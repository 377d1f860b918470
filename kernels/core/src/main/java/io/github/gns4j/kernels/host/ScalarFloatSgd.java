package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Sum;

/** SGD over a block: {@code b ← μb + gain·g}, direction, step; and its sums in double. */
final class ScalarFloatSgd {
  private ScalarFloatSgd() {}

  static void step(Block block, SgdFactors factors) {
    if (factors.direction() != SgdFactors.Direction.GRADIENT) {
      moveBuffer(block, factors);
    }
    long parameters = block.parameters;
    long output = block.output;
    float rate = Memory.toFloat(factors.rate());
    float keep = Memory.toFloat(factors.keep());
    int length = block.length;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      float update = rate * direction(block, factors, at);
      if (output == 0) {
        Memory.setFloat(parameters + at, keep * Memory.getFloat(parameters + at) - update);
      } else {
        Memory.setFloat(output + at, update);
      }
    }
  }

  private static void moveBuffer(Block block, SgdFactors factors) {
    long gradient = block.gradient;
    long buffer = block.first;
    float momentum = Memory.toFloat(factors.momentum());
    float gain = Memory.toFloat(factors.gain());
    int length = block.length;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      float g = Memory.getFloat(gradient + at);
      Memory.setFloat(buffer + at, momentum * Memory.getFloat(buffer + at) + gain * g);
    }
  }

  private static float direction(Block block, SgdFactors factors, long at) {
    float momentum = Memory.toFloat(factors.momentum());
    return switch (factors.direction()) {
      case GRADIENT -> Memory.getFloat(block.gradient + at);
      case BUFFER -> Memory.getFloat(block.first + at);
      case NESTEROV ->
          Memory.getFloat(block.gradient + at) + momentum * Memory.getFloat(block.first + at);
    };
  }

  /**
   * Forms all sums but that of the parameters after the step; what it has overwritten is in {@code
   * before}.
   */
  static void sums(Block block, SgdFactors factors) {
    boolean inPlace = block.output == 0;
    long gradient = inPlace ? block.gradient : block.before();
    boolean buffered = factors.direction() != SgdFactors.Direction.GRADIENT;
    boolean nesterov = factors.direction() == SgdFactors.Direction.NESTEROV;
    int length = block.length;
    double squares = 0;
    double means = 0;
    double updates = 0;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      double g = Memory.getFloat(gradient + at);
      double b = buffered ? Memory.getFloat(block.first + at) : 0;
      double u = nesterov ? g + factors.momentum() * b : buffered ? b : g;
      squares += g * g;
      means += b * b;
      updates += u * u;
    }
    block.add(Sum.GRADIENT_SQUARED, squares);
    block.add(Sum.MEAN_SQUARED, means);
    block.add(Sum.UPDATE_SQUARED, updates);
    ScalarFloatNorms.countNonFinite(block, gradient, squares);
  }
}
