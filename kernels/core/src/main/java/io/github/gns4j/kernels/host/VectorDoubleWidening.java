package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Conversion of gradients to FLOAT64, in vectors. */
final class VectorDoubleWidening {
  private static final VectorSpecies<Double> DOUBLES = VectorDoubleLanes.SPECIES;
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(float.class, VectorShape.forBitSize(DOUBLES.vectorBitSize() / 2));

  private VectorDoubleWidening() {}

  static void widen(ElementType type, long source, long target, int length) {
    int whole = 0;
    if (type == ElementType.FLOAT32) {
      whole = length & -VectorDoubleLanes.LANES;
      fromFloat(source, target, whole);
    }
    ScalarDoubleWidening.widen(
        type,
        source + (long) whole * type.bytes(),
        target + (long) whole * Double.BYTES,
        length - whole);
  }

  private static void fromFloat(long source, long target, int length) {
    for (int i = 0; i < length; i += VectorDoubleLanes.LANES) {
      long at = Memory.element(source, i, Float.BYTES);
      DoubleVector wide =
          (DoubleVector)
              FloatVector.fromMemorySegment(FLOATS, Memory.ALL, at, ByteOrder.nativeOrder())
                  .convertShape(VectorOperators.F2D, DOUBLES, 0);
      VectorDoubleLanes.store(wide, target, i);
    }
  }
}
