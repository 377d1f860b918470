package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.put;
import static io.github.gns4j.kernels.host.VectorFloatLanes.store;
import static io.github.gns4j.kernels.host.VectorFloatLanes.zero;

import io.github.gns4j.kernels.Sum;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Adam over a block of whole vectors, with its sums but those of parameters and first moment; false
 * if they cannot be trusted in float.
 *
 * <p>The loops are as long as the compiler can take: beyond some 18,000 nodes it stops inlining,
 * and then every vector becomes an object. So what can be summed apart is ({@code
 * PARAMETER_SQUARED}, {@code MEAN_SQUARED}).
 */
final class VectorFloatAdamSums {
  private static final int[] KINDS = {
    Sum.GRADIENT_SQUARED.ordinal(),
    Sum.UPDATE_SQUARED.ordinal(),
    Sum.GRADIENT_SQUARED_METRIC.ordinal(),
    Sum.MEAN_SQUARED_METRIC.ordinal()
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
    float beta1 = Memory.toFloat(factors.beta1());
    float gain1 = Memory.toFloat(1 - factors.beta1());
    float beta2 = Memory.toFloat(factors.beta2());
    float gain2 = Memory.toFloat(1 - factors.beta2());
    float correction = Memory.toFloat(factors.correction());
    float rootScale = Memory.toFloat(factors.metric().rootScale());
    float epsilon = Memory.toFloat(factors.metric().epsilon());
    float size = Memory.toFloat(factors.stepSize());
    float keep = Memory.toFloat(factors.keep());
    FloatVector one = FloatVector.broadcast(VectorFloatLanes.SPECIES, 1);
    int end = block.length;
    FloatVector zero = zero();
    FloatVector squares = zero;
    FloatVector updates = zero;
    FloatVector metricSquares = zero;
    FloatVector metricMeans = zero;
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector g = load(gradient + at);
      FloatVector m = load(first + at).mul(beta1).add(g.mul(gain1));
      FloatVector v = load(second + at).mul(beta2).add(g.mul(gain2).mul(g));
      FloatVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      FloatVector mp = m.mul(p);
      FloatVector gp = g.mul(p);
      FloatVector mp2 = mp.mul(mp);
      VectorMask<Float> weightless = v.eq(zero);
      store(m, first + at);
      store(v, second + at);
      store(load(parameters + at).mul(keep).sub(mp.mul(size)), parameters + at);
      squares = g.fma(g, squares);
      updates = updates.add(mp2);
      metricSquares = metricSquares.add(gp.mul(gp).blend(zero, weightless));
      metricMeans = metricMeans.add(mp2.blend(zero, weightless));
    }
    put(block, 0, squares);
    block.zeroIf(0, gradient);
    putMetric(block, updates.mul(correction * correction), metricSquares, metricMeans, gradient);
    return VectorFloatLanes.settle(block, KINDS);
  }

  private static boolean update(Block block, AdamFactors factors) {
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    long output = block.output;
    long before = block.before();
    float beta1 = Memory.toFloat(factors.beta1());
    float gain1 = Memory.toFloat(1 - factors.beta1());
    float beta2 = Memory.toFloat(factors.beta2());
    float gain2 = Memory.toFloat(1 - factors.beta2());
    float correction = Memory.toFloat(factors.correction());
    float rootScale = Memory.toFloat(factors.metric().rootScale());
    float epsilon = Memory.toFloat(factors.metric().epsilon());
    float size = Memory.toFloat(factors.stepSize());
    FloatVector one = FloatVector.broadcast(VectorFloatLanes.SPECIES, 1);
    int end = block.length;
    FloatVector zero = zero();
    FloatVector squares = zero;
    FloatVector updates = zero;
    FloatVector metricSquares = zero;
    FloatVector metricMeans = zero;
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector g = load(gradient + at);
      FloatVector m = load(first + at).mul(beta1).add(g.mul(gain1));
      FloatVector v = load(second + at).mul(beta2).add(g.mul(gain2).mul(g));
      FloatVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      FloatVector mp = m.mul(p);
      FloatVector gp = g.mul(p);
      FloatVector mp2 = mp.mul(mp);
      VectorMask<Float> weightless = v.eq(zero);
      store(m, first + at);
      store(v, second + at);
      store(g, before + at);
      store(mp.mul(size), output + at);
      squares = g.fma(g, squares);
      updates = updates.add(mp2);
      metricSquares = metricSquares.add(gp.mul(gp).blend(zero, weightless));
      metricMeans = metricMeans.add(mp2.blend(zero, weightless));
    }
    put(block, 0, squares);
    block.zeroIf(0, before);
    putMetric(block, updates.mul(correction * correction), metricSquares, metricMeans, before);
    return VectorFloatLanes.settle(block, KINDS);
  }

  static void putMetric(
      Block block, FloatVector updates, FloatVector squares, FloatVector means, long gradient) {
    put(block, 1, updates);
    put(block, 2, squares);
    put(block, 3, means);
    block.zeroIf(1, block.first);
    block.zeroIf(2, gradient);
    block.zeroIf(3, block.first);
  }
}
