package io.github.gns4j.kernels;

/** Type of the elements of a flat array. */
public enum ElementType {
  /** IEEE 754 binary32. */
  FLOAT32(4),
  /** IEEE 754 binary64. */
  FLOAT64(8),
  /** IEEE 754 binary16; gradients only. */
  FLOAT16(2),
  /** bfloat16, the upper half of a binary32; gradients only. */
  BFLOAT16(2);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the size of one element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Returns whether parameters and optimizer state can have this type. */
  public boolean isStateType() {
    return this == FLOAT32 || this == FLOAT64;
  }
}
