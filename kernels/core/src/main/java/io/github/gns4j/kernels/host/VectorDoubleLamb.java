package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.load;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.put;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.store;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.zero;

import io.github.gns4j.kernels.Sum;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/** LAMB over a block of whole vectors. */
final class VectorDoubleLamb {
  private static final int[] KINDS = {
    Sum.GRADIENT_SQUARED.ordinal(),
    Sum.UPDATE_SQUARED.ordinal(),
    Sum.GRADIENT_SQUARED_METRIC.ordinal(),
    Sum.MEAN_SQUARED_METRIC.ordinal()
  };

  private VectorDoubleLamb() {}

  /**
   * Moves the moments and sums, but for parameters and first moment; false if a sum cannot be
   * trusted in double.
   */
  static boolean moments(Block block, AdamFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
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
    DoubleVector zero = zero();
    DoubleVector squares = zero;
    DoubleVector updates = zero;
    DoubleVector metricSquares = zero;
    DoubleVector metricMeans = zero;
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector g = load(gradient + at);
      DoubleVector w = load(parameters + at);
      DoubleVector m = load(first + at).mul(beta1).add(g.mul(gain1));
      DoubleVector v = load(second + at).mul(beta2).add(g.mul(gain2).mul(g));
      DoubleVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      DoubleVector mp = m.mul(p);
      DoubleVector gp = g.mul(p);
      VectorMask<Double> weightless = v.eq(zero);
      DoubleVector u = mp.mul(correction).add(w.mul(decay));
      store(m, first + at);
      store(v, second + at);
      squares = g.fma(g, squares);
      updates = u.fma(u, updates);
      metricSquares = metricSquares.add(gp.mul(gp).blend(zero, weightless));
      metricMeans = metricMeans.add(mp.mul(mp).blend(zero, weightless));
    }
    put(block, 0, squares);
    block.zeroIf(0, gradient);
    VectorDoubleAdamSums.putMetric(block, updates, metricSquares, metricMeans, gradient);
    block.zeroIfBoth(1, first, parameters);
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
