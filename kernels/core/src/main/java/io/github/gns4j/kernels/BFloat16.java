package io.github.gns4j.kernels;

/** Conversions between bfloat16 (the upper 16 bits of a binary32) and float. */
public final class BFloat16 {
  private static final int QUIET_BIT = 0x0040;
  private static final int ROUND_HALF = 0x7FFF;

  private BFloat16() {}

  /** Returns the bits of the bfloat16 nearest to {@code value}, ties to even; NaN stays NaN. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> Short.SIZE) | QUIET_BIT);
    }
    int lowestKept = (bits >>> Short.SIZE) & 1;
    return (short) ((bits + ROUND_HALF + lowestKept) >>> Short.SIZE);
  }

  /** Returns the float with the value of the bfloat16 {@code bits}; exact. */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << Short.SIZE);
  }
}
