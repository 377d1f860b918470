package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Sum;

/** SGD over a block: {@code b ← μb + gain·g}, direction, step; and its sums in double. */
final class ScalarDoubleSgd {
  private ScalarDoubleSgd() {}

  static void step(Block block, SgdFactors factors) {
    if (factors.direction() != SgdFactors.Direction.GRADIENT) {
      moveBuffer(block, factors);
    }
    long parameters = block.parameters;
    long output = block.output;
    double rate = Memory.toDouble(factors.rate());
    double keep = Memory.toDouble(factors.keep());
    int length = block.length;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Double.BYTES;
      double update = rate * direction(block, factors, at);
      if (output == 0) {
        Memory.setDouble(parameters + at, keep * Memory.getDouble(parameters + at) - update);
      } else {
        Memory.setDouble(output + at, update);
      }
    }
  }

  private static void moveBuffer(Block block, SgdFactors factors) {
    long gradient = block.gradient;
    long buffer = block.first;
    double momentum = Memory.toDouble(factors.momentum());
    double gain = Memory.toDouble(factors.gain());
    int length = block.length;
    for (int i = 0; i < length; i++) {
      long at = (long) i * Double.BYTES;
      double g = Memory.getDouble(gradient + at);
      Memory.setDouble(buffer + at, momentum * Memory.getDouble(buffer + at) + gain * g);
    }
  }

  private static double direction(Block block, SgdFactors factors, long at) {
    double momentum = Memory.toDouble(factors.momentum());
    return switch (factors.direction()) {
      case GRADIENT -> Memory.getDouble(block.gradient + at);
      case BUFFER -> Memory.getDouble(block.first + at);
      case NESTEROV ->
          Memory.getDouble(block.gradient + at) + momentum * Memory.getDouble(block.first + at);
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
      long at = (long) i * Double.BYTES;
      double g = Memory.getDouble(gradient + at);
      double b = buffered ? Memory.getDouble(block.first + at) : 0;
      double u = nesterov ? g + factors.momentum() * b : buffered ? b : g;
      squares += g * g;
      means += b * b;
      updates += u * u;
    }
    block.add(Sum.GRADIENT_SQUARED, squares);
    block.add(Sum.MEAN_SQUARED, means);
    block.add(Sum.UPDATE_SQUARED, updates);
    ScalarDoubleNorms.countNonFinite(block, gradient, squares);
  }
}
