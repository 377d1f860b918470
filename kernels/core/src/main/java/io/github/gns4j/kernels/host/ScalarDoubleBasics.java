package io.github.gns4j.kernels.host;

/** Elementwise loops without sums, in double arithmetic. */
final class ScalarDoubleBasics {
  private ScalarDoubleBasics() {}

  static void scale(long source, long target, double factor, int length) {
    double f = Memory.toDouble(factor);
    for (int i = 0; i < length; i++) {
      long at = (long) i * Double.BYTES;
      Memory.setDouble(target + at, f * Memory.getDouble(source + at));
    }
  }

  static void addScaled(long target, long source, double factor, int length) {
    double f = Memory.toDouble(factor);
    for (int i = 0; i < length; i++) {
      long at = (long) i * Double.BYTES;
      Memory.setDouble(
          target + at, Memory.getDouble(target + at) + f * Memory.getDouble(source + at));
    }
  }

  static void coupleDecay(Block block, double coefficient, double decay, int from) {
    long gradient = block.gradient;
    long parameters = block.parameters;
    long target = block.prepared();
    double c = Memory.toDouble(coefficient);
    double d = Memory.toDouble(decay);
    int length = block.length;
    for (int i = from; i < length; i++) {
      long at = (long) i * Double.BYTES;
      double g = c * Memory.getDouble(gradient + at);
      Memory.setDouble(target + at, g + d * Memory.getDouble(parameters + at));
    }
  }

  static void average(long average, long value, double weight, int length) {
    double w = Memory.toDouble(weight);
    for (int i = 0; i < length; i++) {
      long at = (long) i * Double.BYTES;
      double old = Memory.getDouble(average + at);
      Memory.setDouble(average + at, old + w * (Memory.getDouble(value + at) - old));
    }
  }
}
