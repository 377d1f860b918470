package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.broadcast;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.load;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.store;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.zero;

import jdk.incubator.vector.DoubleVector;

/**
 * One pass over per-sample gradients at the columns of a chunk, eight rows at a time ({@link
 * VectorDoubleRows}), then four, then one.
 *
 * <p>For each column it keeps a reference {@code r} near the running mean and the residual {@code T
 * = Σ(g − r)} over the {@code n} rows seen, so that the mean is {@code r + T/n} and no rounding of
 * {@code r} is lost. New rows add {@code Σd²} and {@code Σd} of {@code d = g − r}; then {@code r}
 * moves by {@code t ≈ T/n}, and the squares about it change by {@code −t(T + T′)}, {@code T′ = T −
 * nt} (the update of Chan, Golub &amp; LeVeque 1983 with an inexact mean). So the deviations are as
 * good as those of a second pass, and memory is read once. Rows are taken as they are; their scale
 * is applied to what comes out.
 */
final class VectorDoubleSamples implements SampleLoop {
  /** Rows taken at a time where it is kept what the reference was. */
  static final int GROUP = 4;

  private static final ThreadLocal<VectorDoubleSamples> OF_THREAD =
      ThreadLocal.withInitial(VectorDoubleSamples::new);

  private final VectorDoubleSampleSums sums = new VectorDoubleSampleSums();
  private final RowGroup group = new RowGroup();
  private final long[] row = group.row;
  private Block block;
  private SampleRows rows;
  private MetricFactors metric;
  private long at;

  /** Whether what a group overwrites is kept, so that no more than {@link #GROUP} rows make one. */
  private boolean keeps;

  private VectorDoubleSamples() {}

  static VectorDoubleSamples ofThread() {
    return OF_THREAD.get();
  }

  /**
   * Goes over the rows and adds the norm of each to {@code rowSums}.
   *
   * @return false, with sums in the block of no use and none added, if something is beyond the
   *     range of double
   */
  boolean run(Block columns, SampleRows of, MetricFactors inMetric, double[] rowSums) {
    block = columns;
    rows = of;
    metric = inMetric;
    keeps = rows.rows() < RowGroup.MOST;
    boolean good = run();
    if (!good && !keeps) {
      keeps = true;
      block.clearSums();
      good = run();
    }
    if (good) {
      sums.addNormsTo(rowSums);
    }
    return good;
  }

  private boolean run() {
    sums.begin(block, rows, metric);
    int columns = block.length;
    boolean good = true;
    Apart.begin(this);
    for (long seen = 0; good && seen < rows.rows(); ) {
      int count = count(rows.rows() - seen);
      good = group(seen, count, columns);
      seen += count;
    }
    block.length = columns;
    if (good) {
      sums.applyScale();
      good = Apart.end(this);
    }
    return good;
  }

  private int count(long left) {
    if (left >= RowGroup.MOST && !keeps) {
      return RowGroup.MOST;
    }
    return left >= GROUP ? GROUP : 1;
  }

  /** Weighs the columns, and lets the first row be the reference. */
  @Override
  public void begin() {
    int columns = block.length;
    if (block.second != 0) {
      VectorDoubleMetric.weights(block.second, block.weights(), metric, columns);
    }
    Memory.zero(block.residuals(), (long) columns * Double.BYTES);
    for (int column = 0; column < columns; column += Block.SIZE) {
      block.length = Math.min(Block.SIZE, columns - column);
      long target = block.parameters + (long) column * Double.BYTES;
      VectorDoubleBasics.scale(source(0, 0, column), target, 1, block.length);
    }
    block.length = columns;
  }

  /** Scales the mean. */
  @Override
  public boolean end() {
    if (rows.scale() != 1) {
      VectorDoubleBasics.scale(block.parameters, block.parameters, rows.scale(), block.length);
    }
    return isFinite(block.parameters, block.length);
  }

  private boolean group(long seen, int count, int columns) {
    sums.clearRows();
    group.count = count;
    group.seen = seen + count;
    int most = count == RowGroup.MOST ? VectorDoubleLanes.MOST_COLUMNS : Block.SIZE;
    for (int column = 0; column < columns; column += most) {
      block.length = Math.min(most, columns - column);
      at = (long) column * Double.BYTES;
      for (int i = 0; i < count; i++) {
        row[i] = source(seen + i, i, column);
      }
      if (!take()) {
        return false;
      }
    }
    sums.flushRows(seen, count);
    return true;
  }

  /** Moves the reference by the group at a block, and takes the sums. */
  private boolean take() {
    if (group.count < RowGroup.MOST) {
      Apart.reduce(this, group.count, group.seen);
      return sums.settle(group, at);
    }
    group.mean = block.parameters + at;
    group.residual = block.residuals() + at;
    group.weights = block.second == 0 ? 0 : block.weights() + at;
    VectorDoubleRows.take(block, group);
    return sums.settleIfTrusted(group, at);
  }

  @Override
  public void reduce(int count, long seen) {
    if (count == GROUP) {
      takeFour(seen);
    } else {
      takeOne(seen);
    }
    if (block.second != 0) {
      metric(count);
    }
  }

  /**
   * Returns the address of a row from a column on, converted into scratch {@code slot} if need be.
   */
  private long source(long index, int slot, int column) {
    long source = rows.row(index) + (long) column * rows.type().bytes();
    if (rows.type().bytes() == Double.BYTES) {
      return source;
    }
    long target = block.row(slot);
    VectorDoubleWidening.widen(rows.type(), source, target, block.length);
    return target;
  }

  /**
   * Moves the reference by four rows. Leaves their squared norms in slots 0 to 3 and the growth of
   * the squares about the reference in slot 4. All in one loop, so that arithmetic goes on while
   * rows are fetched from memory.
   */
  private void takeFour(long seen) {
    long mean = block.parameters + at;
    long residual = block.residuals() + at;
    long before = block.before();
    long leftBefore = before + (long) Block.SIZE * Double.BYTES;
    long growth = block.prepared();
    long r0 = row[0];
    long r1 = row[1];
    long r2 = row[2];
    long r3 = row[3];
    DoubleVector n = broadcast(seen);
    DoubleVector share = broadcast(1 / (double) seen);
    int end = block.length;
    double[] room = VectorDoubleLanes.room(block);
    DoubleVector zero = zero();
    DoubleVector q0 = zero;
    DoubleVector q1 = zero;
    DoubleVector q2 = zero;
    DoubleVector q3 = zero;
    DoubleVector deviations = zero;
    for (int i = 0; i < end; i += LANES) {
      long toMean = Memory.element(mean, i, Double.BYTES);
      long toResidual = Memory.element(residual, i, Double.BYTES);
      long toBefore = Memory.element(before, i, Double.BYTES);
      long toLeftBefore = Memory.element(leftBefore, i, Double.BYTES);
      long toGrowth = Memory.element(growth, i, Double.BYTES);
      DoubleVector r = load(mean, i);
      DoubleVector left = load(residual, i);
      DoubleVector g0 = load(r0, i);
      DoubleVector g1 = load(r1, i);
      DoubleVector g2 = load(r2, i);
      DoubleVector g3 = load(r3, i);
      q0 = g0.fma(g0, q0);
      q1 = g1.fma(g1, q1);
      q2 = g2.fma(g2, q2);
      q3 = g3.fma(g3, q3);
      DoubleVector a = g0.sub(r);
      DoubleVector b = g1.sub(r);
      DoubleVector c = g2.sub(r);
      DoubleVector d = g3.sub(r);
      DoubleVector total = left.add(a.add(b).add(c.add(d)));
      DoubleVector next = total.fma(share, r);
      DoubleVector back = r.sub(next);
      DoubleVector rest = back.fma(n, total);
      DoubleVector squares = d.fma(d, c.fma(c, b.fma(b, a.mul(a))));
      DoubleVector e = back.fma(total.add(rest), squares);
      r.intoMemorySegment(Memory.ALL, toBefore, Memory.ORDER);
      left.intoMemorySegment(Memory.ALL, toLeftBefore, Memory.ORDER);
      next.intoMemorySegment(Memory.ALL, toMean, Memory.ORDER);
      rest.intoMemorySegment(Memory.ALL, toResidual, Memory.ORDER);
      e.intoMemorySegment(Memory.ALL, toGrowth, Memory.ORDER);
      deviations = e.add(deviations);
    }
    zero.add(q0).intoArray(room, 0);
    zero.add(q1).intoArray(room, Block.LANES);
    zero.add(q2).intoArray(room, 2 * Block.LANES);
    zero.add(q3).intoArray(room, 3 * Block.LANES);
    zero.add(deviations).intoArray(room, GROUP * Block.LANES);
  }

  /** As {@link #takeFour} with one row: its norm in slot 0, the growth in slot 1. */
  private void takeOne(long seen) {
    long mean = block.parameters + at;
    long residual = block.residuals() + at;
    long before = block.before();
    long leftBefore = before + (long) Block.SIZE * Double.BYTES;
    long growth = block.prepared();
    long r0 = row[0];
    DoubleVector n = broadcast(seen);
    DoubleVector share = broadcast(1 / (double) seen);
    int end = block.length;
    double[] room = VectorDoubleLanes.room(block);
    DoubleVector zero = zero();
    DoubleVector q0 = zero;
    DoubleVector deviations = zero;
    for (int i = 0; i < end; i += LANES) {
      DoubleVector r = load(mean, i);
      DoubleVector left = load(residual, i);
      DoubleVector g0 = load(r0, i);
      q0 = g0.fma(g0, q0);
      DoubleVector d = g0.sub(r);
      DoubleVector total = left.add(d);
      DoubleVector next = total.fma(share, r);
      DoubleVector back = r.sub(next);
      DoubleVector rest = back.fma(n, total);
      DoubleVector e = back.fma(total.add(rest), d.mul(d));
      store(r, before, i);
      store(left, leftBefore, i);
      store(next, mean, i);
      store(rest, residual, i);
      store(e, growth, i);
      deviations = e.add(deviations);
    }
    zero.add(q0).intoArray(room, 0);
    zero.add(deviations).intoArray(room, Block.LANES);
  }

  /** Leaves squares and deviations in the metric in the slots behind those. */
  private void metric(int count) {
    long weight = block.weights() + at;
    long growth = block.prepared();
    int end = block.length;
    double[] room = VectorDoubleLanes.room(block);
    DoubleVector zero = zero();
    DoubleVector squares = zero;
    DoubleVector deviations = zero;
    for (int k = 0; k < count; k++) {
      long source = row[k];
      for (int i = 0; i < end; i += LANES) {
        DoubleVector a = load(source, i).mul(load(weight, i));
        squares = a.fma(a, squares);
      }
    }
    for (int i = 0; i < end; i += LANES) {
      DoubleVector p = load(weight, i);
      deviations = load(growth, i).mul(p).mul(p).add(deviations);
    }
    zero.add(squares).intoArray(room, (count + 1) * Block.LANES);
    zero.add(deviations).intoArray(room, (count + 2) * Block.LANES);
  }

  private static boolean isFinite(long address, int length) {
    for (int i = 0; i < length; i += LANES) {
      DoubleVector x = load(address, i);
      if (!x.sub(x).eq(zero()).allTrue()) {
        return false;
      }
    }
    return true;
  }
}
