package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.put;
import static io.github.gns4j.kernels.host.VectorFloatLanes.store;
import static io.github.gns4j.kernels.host.VectorFloatLanes.zero;

import jdk.incubator.vector.FloatVector;

/**
 * One pass over per-sample gradients at the columns of a chunk, four rows at a time.
 *
 * <p>For each column it keeps a reference {@code r} near the running mean and the residual {@code T
 * = Σ(g − r)} over the {@code n} rows seen, so that the mean is {@code r + T/n} and no rounding of
 * {@code r} is lost. New rows add {@code Σd²} and {@code Σd} of {@code d = g − r}; then {@code r}
 * moves by {@code t ≈ T/n}, and the squares about it change by {@code −t(T + T′)}, {@code T′ = T −
 * nt} (the update of Chan, Golub &amp; LeVeque 1983 with an inexact mean). So the deviations are as
 * good as those of a second pass, and memory is read once.
 */
final class VectorFloatSamples {
  /** Rows taken at a time: what is kept for each column is loaded and stored once for all. */
  static final int GROUP = 4;

  private final Block block;
  private final SampleRows rows;
  private final VectorFloatSampleSums sums;
  private final float scale;
  private final long[] row = new long[GROUP];
  private long at;

  VectorFloatSamples(
      Block block, SampleRows rows, MetricFactors metric, VectorFloatSampleSums sums) {
    this.block = block;
    this.rows = rows;
    this.sums = sums;
    scale = Memory.toFloat(rows.scale());
    prepareWeights(metric);
  }

  private void prepareWeights(MetricFactors metric) {
    if (block.second != 0) {
      VectorFloatMetric.weights(block.second, block.weights(), metric, block.length);
    } else {
      FloatVector one = FloatVector.broadcast(VectorFloatLanes.SPECIES, 1);
      for (int i = 0; i < block.length; i += LANES) {
        store(one, block.weights() + (long) i * Float.BYTES);
      }
    }
  }

  /** Returns false, with sums of no use, if something in the chunk is beyond the range of float. */
  boolean run() {
    int columns = block.length;
    boolean good = start(columns);
    for (long seen = 0; good && seen < rows.rows(); ) {
      int count = rows.rows() - seen >= GROUP ? GROUP : 1;
      good = group(seen, count, columns);
      seen += count;
    }
    block.length = columns;
    return good && isFinite(block.parameters, columns);
  }

  /** Lets the first row be the reference. */
  private boolean start(int columns) {
    Memory.zero(block.residuals(), (long) columns * Float.BYTES);
    for (int column = 0; column < columns; column += Block.SIZE) {
      block.length = Math.min(Block.SIZE, columns - column);
      long target = block.parameters + (long) column * Float.BYTES;
      VectorFloatBasics.scale(source(0, 0, column), target, rows.scale(), block.length);
    }
    return true;
  }

  private boolean group(long seen, int count, int columns) {
    sums.clearRows();
    for (int column = 0; column < columns; column += Block.SIZE) {
      block.length = Math.min(Block.SIZE, columns - column);
      at = (long) column * Float.BYTES;
      for (int i = 0; i < count; i++) {
        row[i] = source(seen + i, i, column);
      }
      if (count == GROUP) {
        four(seen + count);
      } else {
        one(seen + count);
      }
      if (!sums.settle(row, count, at, seen + count)) {
        return false;
      }
    }
    sums.flushRows(seen, count);
    return true;
  }

  /**
   * Returns the address of a row from a column on, converted into scratch {@code slot} if need be.
   */
  private long source(long index, int slot, int column) {
    long source = rows.row(index) + (long) column * rows.type().bytes();
    if (rows.type().bytes() == Float.BYTES) {
      return source;
    }
    long target = block.rows() + (long) slot * Block.SIZE * Float.BYTES;
    VectorFloatWidening.widen(rows.type(), source, target, block.length);
    return target;
  }

  private void four(long seen) {
    long mean = block.parameters + at;
    long residual = block.residuals() + at;
    long weight = block.weights() + at;
    long before = block.before();
    long r0 = row[0];
    long r1 = row[1];
    long r2 = row[2];
    long r3 = row[3];
    float s = scale;
    float n = seen;
    float inverse = 1 / n;
    int end = block.length;
    FloatVector q0 = zero();
    FloatVector q1 = zero();
    FloatVector q2 = zero();
    FloatVector q3 = zero();
    FloatVector deviations = zero();
    FloatVector metricSquares = zero();
    FloatVector metricDeviations = zero();
    for (int i = 0; i < end; i += LANES) {
      long j = (long) i * Float.BYTES;
      FloatVector r = load(mean + j);
      FloatVector left = load(residual + j);
      FloatVector p = load(weight + j);
      FloatVector a = load(r0 + j).mul(s);
      FloatVector b = load(r1 + j).mul(s);
      FloatVector c = load(r2 + j).mul(s);
      FloatVector d = load(r3 + j).mul(s);
      q0 = a.fma(a, q0);
      q1 = b.fma(b, q1);
      q2 = c.fma(c, q2);
      q3 = d.fma(d, q3);
      FloatVector squares = a.mul(a).add(b.mul(b)).add(c.mul(c).add(d.mul(d)));
      a = a.sub(r);
      b = b.sub(r);
      c = c.sub(r);
      d = d.sub(r);
      FloatVector total = left.add(a.add(b).add(c.add(d)));
      FloatVector next = r.add(total.mul(inverse));
      FloatVector t = next.sub(r);
      FloatVector rest = total.sub(t.mul(n));
      FloatVector e = a.mul(a).add(b.mul(b)).add(c.mul(c).add(d.mul(d)));
      e = e.sub(t.mul(total.add(rest)));
      store(r, before + j);
      store(left, before + j + (long) Block.SIZE * Float.BYTES);
      store(next, mean + j);
      store(rest, residual + j);
      deviations = deviations.add(e);
      metricSquares = metricSquares.add(squares.mul(p).mul(p));
      metricDeviations = metricDeviations.add(e.mul(p).mul(p));
    }
    put(block, 0, q0);
    put(block, 1, q1);
    put(block, 2, q2);
    put(block, 3, q3);
    putDeviations(GROUP, deviations, metricSquares, metricDeviations);
  }

  private void one(long seen) {
    long mean = block.parameters + at;
    long residual = block.residuals() + at;
    long weight = block.weights() + at;
    long before = block.before();
    long r0 = row[0];
    float s = scale;
    float n = seen;
    float inverse = 1 / n;
    int end = block.length;
    FloatVector q0 = zero();
    FloatVector deviations = zero();
    FloatVector metricSquares = zero();
    FloatVector metricDeviations = zero();
    for (int i = 0; i < end; i += LANES) {
      long j = (long) i * Float.BYTES;
      FloatVector r = load(mean + j);
      FloatVector left = load(residual + j);
      FloatVector p = load(weight + j);
      FloatVector a = load(r0 + j).mul(s);
      FloatVector d = a.sub(r);
      FloatVector total = left.add(d);
      FloatVector next = r.add(total.mul(inverse));
      FloatVector t = next.sub(r);
      FloatVector rest = total.sub(t.mul(n));
      FloatVector e = d.mul(d).sub(t.mul(total.add(rest)));
      store(r, before + j);
      store(left, before + j + (long) Block.SIZE * Float.BYTES);
      store(next, mean + j);
      store(rest, residual + j);
      q0 = a.fma(a, q0);
      deviations = deviations.add(e);
      metricSquares = metricSquares.add(a.mul(p).mul(a.mul(p)));
      metricDeviations = metricDeviations.add(e.mul(p).mul(p));
    }
    put(block, 0, q0);
    putDeviations(1, deviations, metricSquares, metricDeviations);
  }

  private void putDeviations(
      int slot, FloatVector deviations, FloatVector metricSquares, FloatVector metricDeviations) {
    put(block, slot, deviations);
    put(block, slot + 1, metricSquares);
    put(block, slot + 2, metricDeviations);
  }

  private static boolean isFinite(long address, int length) {
    for (int i = 0; i < length; i += LANES) {
      FloatVector x = load(address + (long) i * Float.BYTES);
      if (!x.sub(x).eq(zero()).allTrue()) {
        return false;
      }
    }
    return true;
  }
}
