package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.load;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.put;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.store;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.zero;

import io.github.gns4j.kernels.Sum;
import jdk.incubator.vector.DoubleVector;

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

  /** Moves the moments and sums; false if the sums cannot be trusted in double. */
  static boolean moments(Block block, AdamFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    double coefficient = Memory.toDouble(factors.coefficient());
    double beta1 = Memory.toDouble(factors.beta1());
    double gain1 = Memory.toDouble(1 - factors.beta1());
    double beta2 = Memory.toDouble(factors.beta2());
    double gain2 = Memory.toDouble(1 - factors.beta2());
    double correction = Memory.toDouble(factors.correction());
    double rootScale = Memory.toDouble(factors.metric().rootScale());
    double epsilon = Memory.toDouble(factors.metric().epsilon());
    double decay = Memory.toDouble(factors.decay());
    DoubleVector one = DoubleVector.broadcast(VectorDoubleLanes.SPECIES, 1);
    int end = block.length;
    DoubleVector squares = zero();
    DoubleVector means = zero();
    DoubleVector updates = zero();
    DoubleVector metricSquares = zero();
    DoubleVector metricMeans = zero();
    DoubleVector weights = zero();
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector g = load(gradient + at).mul(coefficient);
      DoubleVector w = load(parameters + at);
      DoubleVector m = load(first + at).mul(beta1).add(g.mul(gain1));
      DoubleVector v = load(second + at).mul(beta2).add(g.mul(gain2).mul(g));
      DoubleVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      DoubleVector mp = m.mul(p);
      DoubleVector gp = g.mul(p);
      DoubleVector u = mp.mul(correction).add(w.mul(decay));
      store(m, first + at);
      store(v, second + at);
      squares = squares.add(g.mul(g));
      means = means.add(m.mul(m));
      updates = updates.add(u.mul(u));
      metricSquares = metricSquares.add(gp.mul(gp).blend(zero(), v.eq(zero())));
      metricMeans = metricMeans.add(mp.mul(mp).blend(zero(), v.eq(zero())));
      weights = weights.add(w.mul(w));
    }
    VectorDoubleAdamSums.putMoments(block, squares, means, gradient);
    VectorDoubleAdamSums.putMetric(block, updates, metricSquares, metricMeans, gradient);
    put(block, 5, weights);
    block.zeroIf(5, parameters);
    block.zeroIfBoth(2, first, parameters);
    return VectorDoubleLanes.settle(block, KINDS);
  }

  static void step(Block block, AdamFactors factors, double ratio) {
    long parameters = block.parameters;
    long first = block.first;
    long second = block.second;
    long output = block.output;
    double correction = Memory.toDouble(factors.correction());
    double rootScale = Memory.toDouble(factors.metric().rootScale());
    double epsilon = Memory.toDouble(factors.metric().epsilon());
    double decay = Memory.toDouble(factors.decay());
    double rate = Memory.toDouble(factors.rate() * ratio);
    DoubleVector one = DoubleVector.broadcast(VectorDoubleLanes.SPECIES, 1);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector w = load(parameters + at);
      DoubleVector p = one.div(load(second + at).sqrt().mul(rootScale).add(epsilon));
      DoubleVector r = load(first + at).mul(p).mul(correction);
      DoubleVector update = r.add(w.mul(decay)).mul(rate);
      if (output == 0) {
        store(w.sub(update), parameters + at);
      } else {
        store(update, output + at);
      }
    }
  }
}
