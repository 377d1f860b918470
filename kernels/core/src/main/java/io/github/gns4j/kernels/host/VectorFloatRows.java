package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.broadcast;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.zero;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/**
 * Eight rows of per-sample gradients, as {@link VectorFloatSamples} takes four and one, with
 * nothing kept of what the reference was: if a sum cannot be trusted, the columns start again
 * there. Memory delivers eight rows at once faster than one.
 *
 * <p>Behind the first half of these loops the compiler inlines nothing but operations of vectors
 * themselves, so that addresses are formed first and no vector is handed to a method of ours.
 */
final class VectorFloatRows {
  private static final Apart EIGHT = Apart.of(MethodHandles.lookup(), "eight", RowGroup.class);
  private static final Apart IN_METRIC =
      Apart.of(MethodHandles.lookup(), "eightInMetric", RowGroup.class);

  private VectorFloatRows() {}

  /**
   * Moves the reference. Leaves the norms of rows in slots 0 to 7, the growth of the squares about
   * the reference in slot 8, and with weights squares and growth in the metric in slots 9 and 10.
   */
  static void take(Block block, RowGroup rows) {
    (rows.weights == 0 ? EIGHT : IN_METRIC).run(block, rows);
  }

  static boolean eight(Block block, RowGroup rows) {
    long mean = rows.mean;
    long residual = rows.residual;
    long r0 = rows.row[0];
    long r1 = rows.row[1];
    long r2 = rows.row[2];
    long r3 = rows.row[3];
    long r4 = rows.row[4];
    long r5 = rows.row[5];
    long r6 = rows.row[6];
    long r7 = rows.row[7];
    FloatVector n = broadcast(rows.seen);
    FloatVector share = broadcast(1 / (float) rows.seen);
    int end = block.length;
    float[] room = VectorFloatLanes.room(block);
    FloatVector zero = zero();
    FloatVector q0 = zero;
    FloatVector q1 = zero;
    FloatVector q2 = zero;
    FloatVector q3 = zero;
    FloatVector q4 = zero;
    FloatVector q5 = zero;
    FloatVector q6 = zero;
    FloatVector q7 = zero;
    FloatVector deviations = zero;
    for (int i = 0; i < end; i += LANES) {
      long toMean = Memory.element(mean, i, Float.BYTES);
      long toResidual = Memory.element(residual, i, Float.BYTES);
      FloatVector r = load(mean, i);
      FloatVector g0 = load(r0, i);
      FloatVector g1 = load(r1, i);
      FloatVector g2 = load(r2, i);
      FloatVector g3 = load(r3, i);
      FloatVector a = g0.sub(r);
      FloatVector b = g1.sub(r);
      FloatVector c = g2.sub(r);
      FloatVector d = g3.sub(r);
      FloatVector total = load(residual, i).add(a.add(b).add(c.add(d)));
      FloatVector squares = d.fma(d, c.fma(c, b.fma(b, a.mul(a))));
      q0 = g0.fma(g0, q0);
      q1 = g1.fma(g1, q1);
      q2 = g2.fma(g2, q2);
      q3 = g3.fma(g3, q3);
      g0 = load(r4, i);
      g1 = load(r5, i);
      g2 = load(r6, i);
      g3 = load(r7, i);
      a = g0.sub(r);
      b = g1.sub(r);
      c = g2.sub(r);
      d = g3.sub(r);
      total = total.add(a.add(b).add(c.add(d)));
      squares = d.fma(d, c.fma(c, b.fma(b, a.fma(a, squares))));
      q4 = g0.fma(g0, q4);
      q5 = g1.fma(g1, q5);
      q6 = g2.fma(g2, q6);
      q7 = g3.fma(g3, q7);
      FloatVector next = total.fma(share, r);
      FloatVector back = r.sub(next);
      FloatVector rest = back.fma(n, total);
      next.intoMemorySegment(Memory.ALL, toMean, Memory.ORDER);
      rest.intoMemorySegment(Memory.ALL, toResidual, Memory.ORDER);
      deviations = back.fma(total.add(rest), squares).add(deviations);
    }
    zero.add(q0).intoArray(room, 0);
    zero.add(q1).intoArray(room, Block.LANES);
    zero.add(q2).intoArray(room, 2 * Block.LANES);
    zero.add(q3).intoArray(room, 3 * Block.LANES);
    zero.add(q4).intoArray(room, 4 * Block.LANES);
    zero.add(q5).intoArray(room, 5 * Block.LANES);
    zero.add(q6).intoArray(room, 6 * Block.LANES);
    zero.add(q7).intoArray(room, 7 * Block.LANES);
    zero.add(deviations).intoArray(room, 8 * Block.LANES);
    return true;
  }

  static boolean eightInMetric(Block block, RowGroup rows) {
    long mean = rows.mean;
    long residual = rows.residual;
    long weights = rows.weights;
    long r0 = rows.row[0];
    long r1 = rows.row[1];
    long r2 = rows.row[2];
    long r3 = rows.row[3];
    long r4 = rows.row[4];
    long r5 = rows.row[5];
    long r6 = rows.row[6];
    long r7 = rows.row[7];
    FloatVector n = broadcast(rows.seen);
    FloatVector share = broadcast(1 / (float) rows.seen);
    int end = block.length;
    float[] room = VectorFloatLanes.room(block);
    FloatVector zero = zero();
    FloatVector q0 = zero;
    FloatVector q1 = zero;
    FloatVector q2 = zero;
    FloatVector q3 = zero;
    FloatVector q4 = zero;
    FloatVector q5 = zero;
    FloatVector q6 = zero;
    FloatVector q7 = zero;
    FloatVector deviations = zero;
    FloatVector metricSquares = zero;
    FloatVector metricDeviations = zero;
    for (int i = 0; i < end; i += LANES) {
      long toMean = Memory.element(mean, i, Float.BYTES);
      long toResidual = Memory.element(residual, i, Float.BYTES);
      FloatVector r = load(mean, i);
      FloatVector w = load(weights, i);
      FloatVector g0 = load(r0, i);
      FloatVector g1 = load(r1, i);
      FloatVector g2 = load(r2, i);
      FloatVector g3 = load(r3, i);
      FloatVector a = g0.sub(r);
      FloatVector b = g1.sub(r);
      FloatVector c = g2.sub(r);
      FloatVector d = g3.sub(r);
      FloatVector total = load(residual, i).add(a.add(b).add(c.add(d)));
      FloatVector squares = d.fma(d, c.fma(c, b.fma(b, a.mul(a))));
      q0 = g0.fma(g0, q0);
      g0 = g0.mul(w);
      metricSquares = g0.fma(g0, metricSquares);
      q1 = g1.fma(g1, q1);
      g1 = g1.mul(w);
      metricSquares = g1.fma(g1, metricSquares);
      q2 = g2.fma(g2, q2);
      g2 = g2.mul(w);
      metricSquares = g2.fma(g2, metricSquares);
      q3 = g3.fma(g3, q3);
      g3 = g3.mul(w);
      metricSquares = g3.fma(g3, metricSquares);
      g0 = load(r4, i);
      g1 = load(r5, i);
      g2 = load(r6, i);
      g3 = load(r7, i);
      a = g0.sub(r);
      b = g1.sub(r);
      c = g2.sub(r);
      d = g3.sub(r);
      total = total.add(a.add(b).add(c.add(d)));
      squares = d.fma(d, c.fma(c, b.fma(b, a.fma(a, squares))));
      q4 = g0.fma(g0, q4);
      g0 = g0.mul(w);
      metricSquares = g0.fma(g0, metricSquares);
      q5 = g1.fma(g1, q5);
      g1 = g1.mul(w);
      metricSquares = g1.fma(g1, metricSquares);
      q6 = g2.fma(g2, q6);
      g2 = g2.mul(w);
      metricSquares = g2.fma(g2, metricSquares);
      q7 = g3.fma(g3, q7);
      g3 = g3.mul(w);
      metricSquares = g3.fma(g3, metricSquares);
      FloatVector next = total.fma(share, r);
      FloatVector back = r.sub(next);
      FloatVector rest = back.fma(n, total);
      next.intoMemorySegment(Memory.ALL, toMean, Memory.ORDER);
      rest.intoMemorySegment(Memory.ALL, toResidual, Memory.ORDER);
      FloatVector growth = back.fma(total.add(rest), squares);
      deviations = growth.add(deviations);
      metricDeviations = growth.mul(w).fma(w, metricDeviations);
    }
    zero.add(q0).intoArray(room, 0);
    zero.add(q1).intoArray(room, Block.LANES);
    zero.add(q2).intoArray(room, 2 * Block.LANES);
    zero.add(q3).intoArray(room, 3 * Block.LANES);
    zero.add(q4).intoArray(room, 4 * Block.LANES);
    zero.add(q5).intoArray(room, 5 * Block.LANES);
    zero.add(q6).intoArray(room, 6 * Block.LANES);
    zero.add(q7).intoArray(room, 7 * Block.LANES);
    zero.add(deviations).intoArray(room, 8 * Block.LANES);
    zero.add(metricSquares).intoArray(room, 9 * Block.LANES);
    zero.add(metricDeviations).intoArray(room, 10 * Block.LANES);
    return true;
  }
}
