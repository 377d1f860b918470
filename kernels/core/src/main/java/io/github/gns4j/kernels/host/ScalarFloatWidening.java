package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.BFloat16;
import io.github.gns4j.kernels.ElementType;

/** Conversion of gradients to FLOAT32. */
final class ScalarFloatWidening {
  private ScalarFloatWidening() {}

  static void widen(ElementType type, long source, long target, int length) {
    switch (type) {
      case FLOAT16 -> fromFloat16(source, target, length);
      case BFLOAT16 -> fromBFloat16(source, target, length);
      case FLOAT32 -> Memory.copy(source, target, (long) length * Float.BYTES);
      case FLOAT64 -> throw new IllegalArgumentException("FLOAT64 gradient with FLOAT32 state");
    }
  }

  private static void fromFloat16(long source, long target, int length) {
    for (int i = 0; i < length; i++) {
      float value = Float.float16ToFloat(Memory.getShort(source + (long) i * Short.BYTES));
      Memory.setFloat(target + (long) i * Float.BYTES, value);
    }
  }

  private static void fromBFloat16(long source, long target, int length) {
    for (int i = 0; i < length; i++) {
      float value = BFloat16.toFloat(Memory.getShort(source + (long) i * Short.BYTES));
      Memory.setFloat(target + (long) i * Float.BYTES, value);
    }
  }
}
