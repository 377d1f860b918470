package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Conversion of gradients to FLOAT32, in vectors. */
final class VectorFloatWidening {
  private static final VectorSpecies<Float> FLOATS = VectorFloatLanes.SPECIES;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, FLOATS.vectorShape());
  private static final VectorSpecies<Short> SHORTS =
      VectorSpecies.of(short.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / 2));

  /** Bits of exponent and fraction of a binary16, and the value from which it is not finite. */
  private static final int MAGNITUDE = 0x7FFF;

  private static final int NOT_FINITE = 0x7C00;
  private static final int SMALLEST_NORMAL = 0x0400;
  private static final int SIGN = 0x8000;

  /** Fraction bits that binary32 has more than binary16. */
  private static final int SHIFT = 23 - 10;

  /** Difference of the exponent biases, 127 − 15, in place. */
  private static final int REBIAS = (127 - 15) << 23;

  /** Twice the difference takes the greatest exponent of binary16, 31, to that of binary32, 255. */
  private static final int REBIAS_NOT_FINITE = 2 * REBIAS;

  /** 2⁻¹⁴, in whose binade a float has the digits of a binary16 subnormal behind its own. */
  private static final int MAGIC = (127 - 14) << 23;

  private VectorFloatWidening() {}

  static void widen(ElementType type, long source, long target, int length) {
    int whole = length & -VectorFloatLanes.LANES;
    switch (type) {
      case FLOAT16 -> fromFloat16(source, target, whole);
      case BFLOAT16 -> fromBFloat16(source, target, whole);
      case FLOAT32, FLOAT64 -> whole = 0;
    }
    ScalarFloatWidening.widen(
        type,
        source + (long) whole * type.bytes(),
        target + (long) whole * Float.BYTES,
        length - whole);
  }

  private static void fromBFloat16(long source, long target, int length) {
    for (int i = 0; i < length; i += VectorFloatLanes.LANES) {
      IntVector bits = load(source, i).lanewise(VectorOperators.LSHL, 16);
      VectorFloatLanes.store(bits.reinterpretAsFloats(), target, i);
    }
  }

  /** Moves the bits into place and the exponent to the other bias; subnormals by a subtraction. */
  private static void fromFloat16(long source, long target, int length) {
    FloatVector magic = FloatVector.broadcast(FLOATS, Float.intBitsToFloat(MAGIC));
    for (int i = 0; i < length; i += VectorFloatLanes.LANES) {
      IntVector bits = load(source, i);
      IntVector magnitude = bits.and(MAGNITUDE);
      IntVector moved = magnitude.lanewise(VectorOperators.LSHL, SHIFT);
      IntVector notFinite = moved.add(REBIAS_NOT_FINITE);
      IntVector tiny = moved.add(MAGIC).reinterpretAsFloats().sub(magic).reinterpretAsInts();
      IntVector value =
          moved
              .add(REBIAS)
              .blend(notFinite, magnitude.compare(VectorOperators.GE, NOT_FINITE))
              .blend(tiny, magnitude.compare(VectorOperators.LT, SMALLEST_NORMAL));
      IntVector sign = bits.and(SIGN).lanewise(VectorOperators.LSHL, 16);
      VectorFloatLanes.store(value.or(sign).reinterpretAsFloats(), target, i);
    }
  }

  private static IntVector load(long address, int index) {
    long at = Memory.element(address, index, Short.BYTES);
    return (IntVector)
        ShortVector.fromMemorySegment(SHORTS, Memory.ALL, at, ByteOrder.nativeOrder())
            .convertShape(VectorOperators.ZERO_EXTEND_S2I, INTS, 0);
  }
}
