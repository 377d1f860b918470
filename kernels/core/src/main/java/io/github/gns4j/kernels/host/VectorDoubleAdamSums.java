package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.load;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.put;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.store;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.zero;

import io.github.gns4j.kernels.Sum;
import jdk.incubator.vector.DoubleVector;

/** Adam over a block of whole vectors, with its sums; false if they cannot be trusted in double. */
final class VectorDoubleAdamSums {
  private static final int[] UPDATE = {
    Sum.GRADIENT_SQUARED.ordinal(),
    Sum.MEAN_SQUARED.ordinal(),
    Sum.UPDATE_SQUARED.ordinal(),
    Sum.GRADIENT_SQUARED_METRIC.ordinal(),
    Sum.MEAN_SQUARED_METRIC.ordinal()
  };
  private static final int[] IN_PLACE = {
    Sum.GRADIENT_SQUARED.ordinal(),
    Sum.MEAN_SQUARED.ordinal(),
    Sum.UPDATE_SQUARED.ordinal(),
    Sum.GRADIENT_SQUARED_METRIC.ordinal(),
    Sum.MEAN_SQUARED_METRIC.ordinal(),
    Sum.PARAMETER_SQUARED.ordinal()
  };

  private VectorDoubleAdamSums() {}

  static boolean step(Block block, AdamFactors factors) {
    return block.output == 0 ? inPlace(block, factors) : update(block, factors);
  }

  private static boolean inPlace(Block block, AdamFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    long before = block.before();
    double coefficient = Memory.toDouble(factors.coefficient());
    double beta1 = Memory.toDouble(factors.beta1());
    double gain1 = Memory.toDouble(1 - factors.beta1());
    double beta2 = Memory.toDouble(factors.beta2());
    double gain2 = Memory.toDouble(1 - factors.beta2());
    double correction = Memory.toDouble(factors.correction());
    double rootScale = Memory.toDouble(factors.metric().rootScale());
    double epsilon = Memory.toDouble(factors.metric().epsilon());
    double rate = Memory.toDouble(factors.rate());
    double keep = Memory.toDouble(factors.keep());
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
      DoubleVector mp2 = mp.mul(mp);
      store(m, first + at);
      store(v, second + at);
      store(w, before + at);
      store(w.mul(keep).sub(mp.mul(correction).mul(rate)), parameters + at);
      squares = squares.add(g.mul(g));
      means = means.add(m.mul(m));
      updates = updates.add(mp2);
      metricSquares = metricSquares.add(gp.mul(gp).blend(zero(), v.eq(zero())));
      metricMeans = metricMeans.add(mp2.blend(zero(), v.eq(zero())));
      weights = weights.add(w.mul(w));
    }
    putMoments(block, squares, means, gradient);
    putMetric(block, updates.mul(correction * correction), metricSquares, metricMeans, gradient);
    put(block, 5, weights);
    block.zeroIf(5, before);
    return VectorDoubleLanes.settle(block, IN_PLACE);
  }

  private static boolean update(Block block, AdamFactors factors) {
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    long output = block.output;
    long before = block.before();
    double coefficient = Memory.toDouble(factors.coefficient());
    double beta1 = Memory.toDouble(factors.beta1());
    double gain1 = Memory.toDouble(1 - factors.beta1());
    double beta2 = Memory.toDouble(factors.beta2());
    double gain2 = Memory.toDouble(1 - factors.beta2());
    double correction = Memory.toDouble(factors.correction());
    double rootScale = Memory.toDouble(factors.metric().rootScale());
    double epsilon = Memory.toDouble(factors.metric().epsilon());
    double rate = Memory.toDouble(factors.rate());
    DoubleVector one = DoubleVector.broadcast(VectorDoubleLanes.SPECIES, 1);
    int end = block.length;
    DoubleVector squares = zero();
    DoubleVector means = zero();
    DoubleVector updates = zero();
    DoubleVector metricSquares = zero();
    DoubleVector metricMeans = zero();
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector raw = load(gradient + at);
      DoubleVector g = raw.mul(coefficient);
      DoubleVector m = load(first + at).mul(beta1).add(g.mul(gain1));
      DoubleVector v = load(second + at).mul(beta2).add(g.mul(gain2).mul(g));
      DoubleVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      DoubleVector mp = m.mul(p);
      DoubleVector gp = g.mul(p);
      DoubleVector mp2 = mp.mul(mp);
      store(m, first + at);
      store(v, second + at);
      store(raw, before + at);
      store(mp.mul(correction).mul(rate), output + at);
      squares = squares.add(g.mul(g));
      means = means.add(m.mul(m));
      updates = updates.add(mp2);
      metricSquares = metricSquares.add(gp.mul(gp).blend(zero(), v.eq(zero())));
      metricMeans = metricMeans.add(mp2.blend(zero(), v.eq(zero())));
    }
    putMoments(block, squares, means, before);
    putMetric(block, updates.mul(correction * correction), metricSquares, metricMeans, before);
    return VectorDoubleLanes.settle(block, UPDATE);
  }

  static void putMoments(Block block, DoubleVector squares, DoubleVector means, long gradient) {
    put(block, 0, squares);
    put(block, 1, means);
    block.zeroIf(0, gradient);
    block.zeroIf(1, block.first);
  }

  static void putMetric(
      Block block, DoubleVector updates, DoubleVector squares, DoubleVector means, long gradient) {
    put(block, 2, updates);
    put(block, 3, squares);
    put(block, 4, means);
    block.zeroIf(2, block.first);
    block.zeroIf(3, gradient);
    block.zeroIf(4, block.first);
  }
}
