package io.github.gns4j.kernels.host;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Native memory by address. One segment over all of it serves every array, so that the loops see
 * one constant segment whatever arenas the arrays come from. The ranges were checked by {@link
 * io.github.gns4j.kernels.Kernels}.
 */
final class Memory {
  /** All native memory: the offset of an element is its address. */
  static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  /** The order of bytes in native memory. */
  static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private static final long ADDRESS = (1L << 62) - 1;

  static {
    // Loaded later, by whatever in the process makes the first such segment, these classes would
    // have the code of all loops thrown away: it was compiled for the only kind of segment there
    // was.
    MemorySegment.ofArray(new byte[0]);
    MemorySegment.ofArray(new float[0]);
    MemorySegment.ofArray(new double[0]);
  }

  private Memory() {}

  /**
   * Returns the address of an element, for an access to {@link #ALL}. What it cuts off, an address
   * and an index never have: it shows the compiler that every access is inside, which then makes no
   * check of it. With the checks a loop over vectors took a third longer.
   *
   * @param address of element 0, below 2⁶²
   * @param index from 0 on
   * @param bytes of an element
   */
  static long element(long address, int index, int bytes) {
    return (address & ADDRESS) + (long) (index & Integer.MAX_VALUE) * bytes;
  }

  static float getFloat(long address) {
    return ALL.get(ValueLayout.JAVA_FLOAT_UNALIGNED, address);
  }

  static void setFloat(long address, float value) {
    ALL.set(ValueLayout.JAVA_FLOAT_UNALIGNED, address, value);
  }

  static double getDouble(long address) {
    return ALL.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, address);
  }

  static void setDouble(long address, double value) {
    ALL.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, address, value);
  }

  static short getShort(long address) {
    return ALL.get(ValueLayout.JAVA_SHORT_UNALIGNED, address);
  }

  static void copy(long source, long target, long bytes) {
    MemorySegment.copy(ALL, source, ALL, target, bytes);
  }

  static void zero(long target, long bytes) {
    long longs = bytes & -Long.BYTES; // filling needs a slice, which is an object
    for (long at = 0; at < longs; at += Long.BYTES) {
      ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, target + at, 0);
    }
    for (long at = longs; at < bytes; at++) {
      ALL.set(ValueLayout.JAVA_BYTE, target + at, (byte) 0);
    }
  }

  /** Rounds a setting to the type of the loops, once per block. */
  static float toFloat(double value) {
    return (float) value;
  }

  /** The counterpart of {@link #toFloat} in the loops over FLOAT64. */
  static double toDouble(double value) {
    return value;
  }
}
