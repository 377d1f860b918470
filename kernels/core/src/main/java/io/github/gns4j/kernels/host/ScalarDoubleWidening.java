package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;

/** Conversion of gradients to FLOAT64. */
final class ScalarDoubleWidening {
  private ScalarDoubleWidening() {}

  static void widen(ElementType type, long source, long target, int length) {
    switch (type) {
      case FLOAT32 -> fromFloat(source, target, length);
      case FLOAT64 -> Memory.copy(source, target, (long) length * Double.BYTES);
      case FLOAT16, BFLOAT16 ->
          throw new IllegalArgumentException(type + " gradient with FLOAT64 state");
    }
  }

  private static void fromFloat(long source, long target, int length) {
    for (int i = 0; i < length; i++) {
      double value = Memory.getFloat(source + (long) i * Float.BYTES);
      Memory.setDouble(target + (long) i * Double.BYTES, value);
    }
  }
}
