package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.broadcast;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.load;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.store;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.zero;

import io.github.gns4j.kernels.Sum;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/** LAMB over a block of whole vectors. */
final class VectorDoubleLamb {
  private static final int[] KINDS = {
    Sum.GRADIENT_SQUARED.ordinal(),
    Sum.MEAN_SQUARED.ordinal(),
    Sum.UPDATE_SQUARED.ordinal(),
    Sum.GRADIENT_SQUARED_METRIC.ordinal(),
    Sum.MEAN_SQUARED_METRIC.ordinal(),
    Sum.PARAMETER_SQUARED.ordinal()
  };

  private VectorDoubleLamb() {}

  /**
   * Moves the moments and sums; false if a sum cannot be trusted in double. Elements without a
   * second moment as in {@link VectorDoubleAdamSums}.
   */
  static boolean moments(Block block, AdamFactors factors) {
    boolean weighed = moveAndSum(block, factors);
    tellZeros(block, factors);
    return (weighed || VectorDoubleMetric.isIdle(block, block.gradient))
        && VectorDoubleLanes.settle(block, KINDS);
  }

  /**
   * Returns whether all elements have a second moment, so that the sums in the metric are right.
   */
  private static boolean moveAndSum(Block block, AdamFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    DoubleVector beta1 = broadcast(factors.beta1());
    DoubleVector gain1 = broadcast(1 - factors.beta1());
    DoubleVector beta2 = broadcast(factors.beta2());
    DoubleVector gain2 = broadcast(1 - factors.beta2());
    DoubleVector correction = broadcast(factors.correction());
    DoubleVector rootScale = broadcast(factors.metric().rootScale());
    DoubleVector epsilon = broadcast(factors.metric().epsilon());
    DoubleVector decay = broadcast(factors.decay());
    DoubleVector one = broadcast(1);
    int end = block.length;
    double[] room = VectorDoubleLanes.room(block);
    DoubleVector zero = zero();
    DoubleVector squares = zero;
    DoubleVector means = zero;
    DoubleVector updates = zero;
    DoubleVector metricSquares = zero;
    DoubleVector metricMeans = zero;
    DoubleVector weights = zero;
    LongVector largest = VectorDoubleLanes.largest();
    LongVector least = largest;
    for (int i = 0; i < end; i += LANES) {
      DoubleVector g = load(gradient, i);
      DoubleVector w = load(parameters, i);
      DoubleVector m = load(first, i).mul(beta1).add(g.mul(gain1));
      DoubleVector v = load(second, i).mul(beta2).add(g.mul(gain2).mul(g));
      DoubleVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      DoubleVector mp = m.mul(p);
      DoubleVector gp = g.mul(p);
      DoubleVector u = mp.mul(correction).add(w.mul(decay));
      store(m, first, i);
      store(v, second, i);
      squares = g.fma(g, squares);
      means = m.fma(m, means);
      updates = u.fma(u, updates);
      metricSquares = gp.fma(gp, metricSquares);
      metricMeans = mp.fma(mp, metricMeans);
      weights = w.fma(w, weights);
      least = v.reinterpretAsLongs().min(least);
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
    DoubleVector correction = broadcast(factors.correction());
    DoubleVector rootScale = broadcast(factors.metric().rootScale());
    DoubleVector epsilon = broadcast(factors.metric().epsilon());
    DoubleVector decay = broadcast(factors.decay());
    DoubleVector rate = broadcast(factors.rate() * ratio);
    DoubleVector one = broadcast(1);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      DoubleVector w = load(parameters, i);
      DoubleVector p = one.div(load(second, i).sqrt().mul(rootScale).add(epsilon));
      DoubleVector r = load(first, i).mul(p).mul(correction);
      DoubleVector update = r.add(w.mul(decay)).mul(rate);
      if (output == 0) {
        store(w.sub(update), parameters, i);
      } else {
        store(update, output, i);
      }
    }
  }
}
