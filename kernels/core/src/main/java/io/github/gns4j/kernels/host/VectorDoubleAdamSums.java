package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.load;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.put;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.store;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.zero;

import io.github.gns4j.kernels.Sum;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/**
 * Adam over a block of whole vectors, with its sums but those of parameters and first moment; false
 * if they cannot be trusted in double.
 *
 * <p>The loops are as long as the compiler can take: beyond some 18,000 nodes it stops inlining,
 * and then every vector becomes an object. So what can be summed apart is ({@code
 * PARAMETER_SQUARED}, {@code MEAN_SQUARED}).
 */
final class VectorDoubleAdamSums {
  private static final int[] KINDS = {
    Sum.GRADIENT_SQUARED.ordinal(),
    Sum.UPDATE_SQUARED.ordinal(),
    Sum.GRADIENT_SQUARED_METRIC.ordinal(),
    Sum.MEAN_SQUARED_METRIC.ordinal()
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
    double beta1 = Memory.toDouble(factors.beta1());
    double gain1 = Memory.toDouble(1 - factors.beta1());
    double beta2 = Memory.toDouble(factors.beta2());
    double gain2 = Memory.toDouble(1 - factors.beta2());
    double correction = Memory.toDouble(factors.correction());
    double rootScale = Memory.toDouble(factors.metric().rootScale());
    double epsilon = Memory.toDouble(factors.metric().epsilon());
    double size = Memory.toDouble(factors.stepSize());
    double keep = Memory.toDouble(factors.keep());
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
      DoubleVector m = load(first + at).mul(beta1).add(g.mul(gain1));
      DoubleVector v = load(second + at).mul(beta2).add(g.mul(gain2).mul(g));
      DoubleVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      DoubleVector mp = m.mul(p);
      DoubleVector gp = g.mul(p);
      DoubleVector mp2 = mp.mul(mp);
      VectorMask<Double> weightless = v.eq(zero);
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
    return VectorDoubleLanes.settle(block, KINDS);
  }

  private static boolean update(Block block, AdamFactors factors) {
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    long output = block.output;
    long before = block.before();
    double beta1 = Memory.toDouble(factors.beta1());
    double gain1 = Memory.toDouble(1 - factors.beta1());
    double beta2 = Memory.toDouble(factors.beta2());
    double gain2 = Memory.toDouble(1 - factors.beta2());
    double correction = Memory.toDouble(factors.correction());
    double rootScale = Memory.toDouble(factors.metric().rootScale());
    double epsilon = Memory.toDouble(factors.metric().epsilon());
    double size = Memory.toDouble(factors.stepSize());
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
      DoubleVector m = load(first + at).mul(beta1).add(g.mul(gain1));
      DoubleVector v = load(second + at).mul(beta2).add(g.mul(gain2).mul(g));
      DoubleVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      DoubleVector mp = m.mul(p);
      DoubleVector gp = g.mul(p);
      DoubleVector mp2 = mp.mul(mp);
      VectorMask<Double> weightless = v.eq(zero);
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
    return VectorDoubleLanes.settle(block, KINDS);
  }

  static void putMetric(
      Block block, DoubleVector updates, DoubleVector squares, DoubleVector means, long gradient) {
    put(block, 1, updates);
    put(block, 2, squares);
    put(block, 3, means);
    block.zeroIf(1, block.first);
    block.zeroIf(2, gradient);
    block.zeroIf(3, block.first);
  }
}
