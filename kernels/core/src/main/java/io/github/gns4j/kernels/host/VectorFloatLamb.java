package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.broadcast;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.store;
import static io.github.gns4j.kernels.host.VectorFloatLanes.zero;

import io.github.gns4j.kernels.Sum;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** LAMB over a block of whole vectors. */
final class VectorFloatLamb {
  private static final int[] KINDS = {
    Sum.GRADIENT_SQUARED.ordinal(),
    Sum.MEAN_SQUARED.ordinal(),
    Sum.UPDATE_SQUARED.ordinal(),
    Sum.GRADIENT_SQUARED_METRIC.ordinal(),
    Sum.MEAN_SQUARED_METRIC.ordinal(),
    Sum.PARAMETER_SQUARED.ordinal()
  };

  private VectorFloatLamb() {}

  /**
   * Moves the moments and sums; false if a sum cannot be trusted in float. Elements without a
   * second moment as in {@link VectorFloatAdamSums}.
   */
  static boolean moments(Block block, AdamFactors factors) {
    boolean weighed = moveAndSum(block, factors);
    tellZeros(block, factors);
    return (weighed || VectorFloatMetric.isIdle(block, block.gradient))
        && VectorFloatLanes.settle(block, KINDS);
  }

  /**
   * Returns whether all elements have a second moment, so that the sums in the metric are right.
   */
  private static boolean moveAndSum(Block block, AdamFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    FloatVector beta1 = broadcast(factors.beta1());
    FloatVector gain1 = broadcast(1 - factors.beta1());
    FloatVector beta2 = broadcast(factors.beta2());
    FloatVector gain2 = broadcast(1 - factors.beta2());
    FloatVector correction = broadcast(factors.correction());
    FloatVector rootScale = broadcast(factors.metric().rootScale());
    FloatVector epsilon = broadcast(factors.metric().epsilon());
    FloatVector decay = broadcast(factors.decay());
    FloatVector one = broadcast(1);
    int end = block.length;
    float[] room = VectorFloatLanes.room(block);
    FloatVector zero = zero();
    FloatVector squares = zero;
    FloatVector means = zero;
    FloatVector updates = zero;
    FloatVector metricSquares = zero;
    FloatVector metricMeans = zero;
    FloatVector weights = zero;
    IntVector largest = VectorFloatLanes.largest();
    IntVector least = largest;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i);
      FloatVector w = load(parameters, i);
      FloatVector m = load(first, i).mul(beta1).add(g.mul(gain1));
      FloatVector v = load(second, i).mul(beta2).add(g.mul(gain2).mul(g));
      FloatVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      FloatVector mp = m.mul(p);
      FloatVector gp = g.mul(p);
      FloatVector u = mp.mul(correction).add(w.mul(decay));
      store(m, first, i);
      store(v, second, i);
      squares = g.fma(g, squares);
      means = m.fma(m, means);
      updates = u.fma(u, updates);
      metricSquares = gp.fma(gp, metricSquares);
      metricMeans = mp.fma(mp, metricMeans);
      weights = w.fma(w, weights);
      least = v.reinterpretAsInts().min(least);
    }
    zero.add(squares).intoArray(room, 0);
    zero.add(means).intoArray(room, Block.LANES);
    zero.add(updates).intoArray(room, 2 * Block.LANES);
    zero.add(metricSquares).intoArray(room, 3 * Block.LANES);
    zero.add(metricMeans).intoArray(room, 4 * Block.LANES);
    zero.add(weights).intoArray(room, 5 * Block.LANES);
    return largest.min(least).compare(VectorOperators.GT, 0).allTrue();
  }

  /** Says of which arrays the sums are. */
  private static void tellZeros(Block block, AdamFactors factors) {
    block.zeroIf(0, block.gradient);
    block.zeroIf(1, block.first);
    block.zeroIfBoth(2, block.first, factors.decay() == 0 ? block.first : block.parameters);
    block.zeroIf(3, block.gradient);
    block.zeroIf(4, block.first);
    block.zeroIf(5, block.parameters);
  }

  static void step(Block block, AdamFactors factors, double ratio) {
    long parameters = block.parameters;
    long first = block.first;
    long second = block.second;
    long output = block.output;
    FloatVector correction = broadcast(factors.correction());
    FloatVector rootScale = broadcast(factors.metric().rootScale());
    FloatVector epsilon = broadcast(factors.metric().epsilon());
    FloatVector decay = broadcast(factors.decay());
    FloatVector rate = broadcast(factors.rate() * ratio);
    FloatVector one = broadcast(1);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      FloatVector w = load(parameters, i);
      FloatVector p = one.div(load(second, i).sqrt().mul(rootScale).add(epsilon));
      FloatVector r = load(first, i).mul(p).mul(correction);
      FloatVector update = r.add(w.mul(decay)).mul(rate);
      if (output == 0) {
        store(w.sub(update), parameters, i);
      } else {
        store(update, output, i);
      }
    }
  }
}
