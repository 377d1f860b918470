package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.SPECIES;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Vector loops. */
final class VectorProductLoops implements ProductLoops {
  /** As many floats as doubles fit a vector. */
  private static final VectorSpecies<Float> FLOATS =
      VectorSpecies.of(
          float.class, VectorShape.forBitSize(Math.max(64, SPECIES.vectorBitSize() / 2)));

  @Override
  public void widen(long address, double[] target, int to, int count) {
    int i = 0;
    for (; i + LANES <= count; i += LANES) {
      wide(address, i).intoArray(target, to + i);
    }
    for (; i < count; i++) {
      target[to + i] = Memory.getFloat(address + (long) i * Float.BYTES);
    }
  }

  /** Six loads serve eight multiply-adds. */
  @Override
  public void correlate(
      double[] image, int[] shifts, double[] deltas, int at, int length, double[] out) {
    int first = shifts[0];
    int second = shifts[1];
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    DoubleVector e = a;
    DoubleVector f = a;
    DoubleVector g = a;
    DoubleVector h = a;
    for (int l = 0; l < length; l += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, image, first + l);
      DoubleVector y = DoubleVector.fromArray(SPECIES, image, second + l);
      DoubleVector p = DoubleVector.fromArray(SPECIES, deltas, at + l);
      DoubleVector q = DoubleVector.fromArray(SPECIES, deltas, at + length + l);
      a = x.fma(p, a);
      b = x.fma(q, b);
      e = y.fma(p, e);
      f = y.fma(q, f);
      DoubleVector r = DoubleVector.fromArray(SPECIES, deltas, at + 2 * length + l);
      DoubleVector s = DoubleVector.fromArray(SPECIES, deltas, at + 3 * length + l);
      c = x.fma(r, c);
      d = x.fma(s, d);
      g = y.fma(r, g);
      h = y.fma(s, h);
    }
    out[0] = a.reduceLanes(VectorOperators.ADD);
    out[1] = b.reduceLanes(VectorOperators.ADD);
    out[2] = c.reduceLanes(VectorOperators.ADD);
    out[3] = d.reduceLanes(VectorOperators.ADD);
    out[4] = e.reduceLanes(VectorOperators.ADD);
    out[5] = f.reduceLanes(VectorOperators.ADD);
    out[6] = g.reduceLanes(VectorOperators.ADD);
    out[7] = h.reduceLanes(VectorOperators.ADD);
  }

  /** Two vectors of sums at a time stay in registers; with more, the rest of a row is wasted. */
  @Override
  public void productsOf(Rows rows, int at, double[] target, int to, int count) {
    double[] values = rows.values();
    int pitch = rows.pitch();
    int end = at + rows.height() * pitch;
    int i = 0;
    for (; i + LANES < count; i += 2 * LANES) {
      DoubleVector a = DoubleVector.zero(SPECIES);
      DoubleVector b = a;
      for (int r = at; r < end; r += pitch) {
        DoubleVector x = DoubleVector.broadcast(SPECIES, values[r]);
        a = x.fma(DoubleVector.fromArray(SPECIES, values, r + i), a);
        b = x.fma(DoubleVector.fromArray(SPECIES, values, r + i + LANES), b);
      }
      a.intoArray(target, to + i);
      b.intoArray(target, to + i + LANES);
    }
    if (i < count) {
      DoubleVector a = DoubleVector.zero(SPECIES);
      for (int r = at; r < end; r += pitch) {
        DoubleVector x = DoubleVector.broadcast(SPECIES, values[r]);
        a = x.fma(DoubleVector.fromArray(SPECIES, values, r + i), a);
      }
      a.intoArray(target, to + i);
    }
  }

  @Override
  public void sumOf(double[] source, int[] starts, double initial, double[] target, int count) {
    for (int i = 0; i < count; i += LANES) {
      DoubleVector a = DoubleVector.broadcast(SPECIES, initial);
      DoubleVector b = DoubleVector.zero(SPECIES);
      int k = 0;
      for (; k + 1 < starts.length; k += 2) {
        a = DoubleVector.fromArray(SPECIES, source, starts[k] + i).add(a);
        b = DoubleVector.fromArray(SPECIES, source, starts[k + 1] + i).add(b);
      }
      if (k < starts.length) {
        a = DoubleVector.fromArray(SPECIES, source, starts[k] + i).add(a);
      }
      a.add(b).intoArray(target, i);
    }
  }

  /** Four sums at a time hide the latency of an addition. */
  @Override
  public double squares(long address, int count) {
    DoubleVector a = DoubleVector.zero(SPECIES);
    DoubleVector b = a;
    DoubleVector c = a;
    DoubleVector d = a;
    int i = 0;
    for (; i + 4 * LANES <= count; i += 4 * LANES) {
      DoubleVector x = wide(address, i);
      DoubleVector y = wide(address, i + LANES);
      DoubleVector z = wide(address, i + 2 * LANES);
      DoubleVector w = wide(address, i + 3 * LANES);
      a = x.fma(x, a);
      b = y.fma(y, b);
      c = z.fma(z, c);
      d = w.fma(w, d);
    }
    for (; i + LANES <= count; i += LANES) {
      DoubleVector x = wide(address, i);
      a = x.fma(x, a);
    }
    double sum = a.add(b).add(c.add(d)).reduceLanes(VectorOperators.ADD);
    for (; i < count; i++) {
      double x = Memory.getFloat(address + (long) i * Float.BYTES);
      sum = Math.fma(x, x, sum);
    }
    return sum;
  }

  private static DoubleVector wide(long address, int i) {
    long at = Memory.element(address, i, Float.BYTES);
    return (DoubleVector)
        FloatVector.fromMemorySegment(FLOATS, Memory.ALL, at, ByteOrder.nativeOrder())
            .convertShape(VectorOperators.F2D, SPECIES, 0);
  }

  @Override
  public double dot(double[] a, double[] b, int count) {
    DoubleVector sum = DoubleVector.zero(SPECIES);
    for (int i = 0; i < count; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, a, i);
      sum = x.fma(DoubleVector.fromArray(SPECIES, b, i), sum);
    }
    return sum.reduceLanes(VectorOperators.ADD);
  }
}
