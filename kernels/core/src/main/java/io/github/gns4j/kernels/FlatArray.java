package io.github.gns4j.kernels;

/**
 * A flat array of numbers: an element type, a length and a place in memory. It does not own its
 * memory unless its class says so. Lengths and offsets are 64-bit.
 *
 * <p>Instances are immutable descriptions; the numbers they describe are not. Not synchronized:
 * nothing may write an array while a kernel uses it.
 */
public interface FlatArray {
  /** Returns the type of the elements. */
  ElementType type();

  /** Returns the number of elements, at least 0. */
  long length();

  /** Returns the memory that the array lives in. */
  Placement placement();

  /** Returns the address of the first element in the memory named by {@link #placement()}. */
  long address();

  /**
   * Returns a view of {@code length} elements from {@code offset} on, sharing the memory.
   *
   * @throws IllegalArgumentException if the range is not inside this array
   */
  FlatArray slice(long offset, long length);

  /** Returns the size of the array in bytes. */
  default long byteSize() {
    return length() * type().bytes();
  }
}
