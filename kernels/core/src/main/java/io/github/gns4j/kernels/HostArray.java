package io.github.gns4j.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A flat array in native memory of the host. It keeps the {@link MemorySegment} (and so a
 * garbage-collected arena behind it) alive, never more.
 *
 * <p>Elements must be in native byte order; the address needs no more than the alignment of one
 * element. Thread-safe as far as its memory is.
 */
public final class HostArray implements FlatArray {
  private static final long CACHE_LINE = 64;

  private final ElementType type;
  private final long length;
  private final MemorySegment segment;

  private HostArray(ElementType type, MemorySegment segment) {
    this.type = type;
    this.segment = segment;
    this.length = segment.byteSize() / type.bytes();
  }

  /**
   * Allocates zeros, aligned to a cache line; the memory is freed when it becomes unreachable.
   *
   * @throws IllegalArgumentException if {@code length} is negative
   */
  public static HostArray allocate(ElementType type, long length) {
    Arguments.atLeast("length", length, 0);
    return wrap(
        type, Arena.ofAuto().allocate(Math.multiplyExact(length, type.bytes()), CACHE_LINE));
  }

  /**
   * Describes memory that the caller owns and keeps open while kernels use it.
   *
   * @throws IllegalArgumentException if the segment is on the Java heap (its speed would depend on
   *     what else the program wraps), read-only, misaligned, or not a whole number of elements
   */
  public static HostArray wrap(ElementType type, MemorySegment segment) {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(segment, "segment");
    if (!segment.isNative()) {
      throw new IllegalArgumentException(
          "segment is on the Java heap, allowed: native segments (HostArray.copyOf copies an array)");
    }
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException("segment is read-only, allowed: writable segments");
    }
    if (segment.byteSize() % type.bytes() != 0) {
      throw new IllegalArgumentException(
          "segment has " + segment.byteSize() + " bytes, allowed: multiples of " + type.bytes());
    }
    if (segment.address() % type.bytes() != 0) {
      throw new IllegalArgumentException(
          "segment starts at address "
              + segment.address()
              + ", allowed: multiples of "
              + type.bytes());
    }
    return new HostArray(type, segment);
  }

  /** Returns a native FLOAT32 copy of {@code values}. */
  public static HostArray copyOf(float... values) {
    HostArray array = allocate(ElementType.FLOAT32, values.length);
    MemorySegment.copy(values, 0, array.segment, ValueLayout.JAVA_FLOAT, 0, values.length);
    return array;
  }

  /** Returns a native FLOAT64 copy of {@code values}. */
  public static HostArray copyOf(double... values) {
    HostArray array = allocate(ElementType.FLOAT64, values.length);
    MemorySegment.copy(values, 0, array.segment, ValueLayout.JAVA_DOUBLE, 0, values.length);
    return array;
  }

  /** Returns the memory of the array. */
  public MemorySegment segment() {
    return segment;
  }

  @Override
  public ElementType type() {
    return type;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public Placement placement() {
    return Placement.HOST;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if the arena of the memory is closed
   */
  @Override
  public long address() {
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("the memory of the array was freed: its arena is closed");
    }
    return segment.address();
  }

  @Override
  public HostArray slice(long offset, long length) {
    Arguments.range("slice", offset, length, this.length);
    return new HostArray(type, segment.asSlice(offset * type.bytes(), length * type.bytes()));
  }

  /** Returns element {@code index} as a double; convenient, not fast. */
  public double get(long index) {
    return switch (type) {
      case FLOAT32 -> segment.getAtIndex(ValueLayout.JAVA_FLOAT, index);
      case FLOAT64 -> segment.getAtIndex(ValueLayout.JAVA_DOUBLE, index);
      case FLOAT16 -> Float.float16ToFloat(segment.getAtIndex(ValueLayout.JAVA_SHORT, index));
      case BFLOAT16 ->
          Float.intBitsToFloat(segment.getAtIndex(ValueLayout.JAVA_SHORT, index) << Short.SIZE);
    };
  }

  /** Sets element {@code index} to {@code value}, rounded to nearest even; convenient, not fast. */
  public void set(long index, double value) {
    switch (type) {
      case FLOAT32 -> segment.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
      case FLOAT64 -> segment.setAtIndex(ValueLayout.JAVA_DOUBLE, index, value);
      case FLOAT16 ->
          segment.setAtIndex(ValueLayout.JAVA_SHORT, index, Float.floatToFloat16((float) value));
      case BFLOAT16 ->
          segment.setAtIndex(ValueLayout.JAVA_SHORT, index, BFloat16.fromFloat((float) value));
    }
  }

  /** Returns a copy of the elements as doubles. */
  public double[] toDoubles() {
    double[] values = new double[Math.toIntExact(length)];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(i);
    }
    return values;
  }

  @Override
  public String toString() {
    return "HostArray[" + type + " × " + length + "]";
  }
}
