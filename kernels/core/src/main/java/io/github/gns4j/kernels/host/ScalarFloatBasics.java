package io.github.gns4j.kernels.host;

/** Elementwise loops without sums, in float arithmetic. */
final class ScalarFloatBasics {
  private ScalarFloatBasics() {}

  static void scale(long source, long target, double factor, int length) {
    float f = Memory.toFloat(factor);
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      Memory.setFloat(target + at, f * Memory.getFloat(source + at));
    }
  }

  static void addScaled(long target, long source, double factor, int length) {
    float f = Memory.toFloat(factor);
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      Memory.setFloat(target + at, Memory.getFloat(target + at) + f * Memory.getFloat(source + at));
    }
  }

  static void coupleDecay(Block block, double coefficient, double decay, int from) {
    long gradient = block.gradient;
    long parameters = block.parameters;
    long target = block.prepared();
    float c = Memory.toFloat(coefficient);
    float d = Memory.toFloat(decay);
    int length = block.length;
    for (int i = from; i < length; i++) {
      long at = (long) i * Float.BYTES;
      float g = c * Memory.getFloat(gradient + at);
      Memory.setFloat(target + at, g + d * Memory.getFloat(parameters + at));
    }
  }

  static void average(long average, long value, double weight, int length) {
    float w = Memory.toFloat(weight);
    for (int i = 0; i < length; i++) {
      long at = (long) i * Float.BYTES;
      float old = Memory.getFloat(average + at);
      Memory.setFloat(average + at, old + w * (Memory.getFloat(value + at) - old));
    }
  }
}
