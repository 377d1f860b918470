package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.put;
import static io.github.gns4j.kernels.host.VectorFloatLanes.store;
import static io.github.gns4j.kernels.host.VectorFloatLanes.zero;

import io.github.gns4j.kernels.Sum;
import jdk.incubator.vector.FloatVector;

/** Adam over a block of whole vectors, with its sums; false if they cannot be trusted in float. */
final class VectorFloatAdamSums {
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

  private VectorFloatAdamSums() {}

  static boolean step(Block block, AdamFactors factors) {
    return block.output == 0 ? inPlace(block, factors) : update(block, factors);
  }

  private static boolean inPlace(Block block, AdamFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    long before = block.before();
    float coefficient = Memory.toFloat(factors.coefficient());
    float beta1 = Memory.toFloat(factors.beta1());
    float gain1 = Memory.toFloat(1 - factors.beta1());
    float beta2 = Memory.toFloat(factors.beta2());
    float gain2 = Memory.toFloat(1 - factors.beta2());
    float correction = Memory.toFloat(factors.correction());
    float rootScale = Memory.toFloat(factors.metric().rootScale());
    float epsilon = Memory.toFloat(factors.metric().epsilon());
    float rate = Memory.toFloat(factors.rate());
    float keep = Memory.toFloat(factors.keep());
    FloatVector one = FloatVector.broadcast(VectorFloatLanes.SPECIES, 1);
    int end = block.length;
    FloatVector squares = zero();
    FloatVector means = zero();
    FloatVector updates = zero();
    FloatVector metricSquares = zero();
    FloatVector metricMeans = zero();
    FloatVector weights = zero();
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector g = load(gradient + at).mul(coefficient);
      FloatVector w = load(parameters + at);
      FloatVector m = load(first + at).mul(beta1).add(g.mul(gain1));
      FloatVector v = load(second + at).mul(beta2).add(g.mul(gain2).mul(g));
      FloatVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      FloatVector mp = m.mul(p);
      FloatVector gp = g.mul(p);
      FloatVector mp2 = mp.mul(mp);
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
    return VectorFloatLanes.settle(block, IN_PLACE);
  }

  private static boolean update(Block block, AdamFactors factors) {
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    long output = block.output;
    long before = block.before();
    float coefficient = Memory.toFloat(factors.coefficient());
    float beta1 = Memory.toFloat(factors.beta1());
    float gain1 = Memory.toFloat(1 - factors.beta1());
    float beta2 = Memory.toFloat(factors.beta2());
    float gain2 = Memory.toFloat(1 - factors.beta2());
    float correction = Memory.toFloat(factors.correction());
    float rootScale = Memory.toFloat(factors.metric().rootScale());
    float epsilon = Memory.toFloat(factors.metric().epsilon());
    float rate = Memory.toFloat(factors.rate());
    FloatVector one = FloatVector.broadcast(VectorFloatLanes.SPECIES, 1);
    int end = block.length;
    FloatVector squares = zero();
    FloatVector means = zero();
    FloatVector updates = zero();
    FloatVector metricSquares = zero();
    FloatVector metricMeans = zero();
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector raw = load(gradient + at);
      FloatVector g = raw.mul(coefficient);
      FloatVector m = load(first + at).mul(beta1).add(g.mul(gain1));
      FloatVector v = load(second + at).mul(beta2).add(g.mul(gain2).mul(g));
      FloatVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      FloatVector mp = m.mul(p);
      FloatVector gp = g.mul(p);
      FloatVector mp2 = mp.mul(mp);
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
    return VectorFloatLanes.settle(block, UPDATE);
  }

  static void putMoments(Block block, FloatVector squares, FloatVector means, long gradient) {
    put(block, 0, squares);
    put(block, 1, means);
    block.zeroIf(0, gradient);
    block.zeroIf(1, block.first);
  }

  static void putMetric(
      Block block, FloatVector updates, FloatVector squares, FloatVector means, long gradient) {
    put(block, 2, updates);
    put(block, 3, squares);
    put(block, 4, means);
    block.zeroIf(2, block.first);
    block.zeroIf(3, gradient);
    block.zeroIf(4, block.first);
  }
}
