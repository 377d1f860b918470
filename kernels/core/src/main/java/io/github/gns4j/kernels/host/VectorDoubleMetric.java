package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.load;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.store;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.zero;

import jdk.incubator.vector.DoubleVector;

/** The weights of a metric, {@code P = 1/(sqrt(v)·rootScale + ε)}, 0 where {@code v = 0}. */
final class VectorDoubleMetric {
  private VectorDoubleMetric() {}

  static DoubleVector weights(DoubleVector v, double rootScale, double epsilon) {
    DoubleVector one = DoubleVector.broadcast(VectorDoubleLanes.SPECIES, 1);
    DoubleVector weights = one.div(v.sqrt().mul(rootScale).add(epsilon));
    return weights.blend(zero(), v.eq(zero()));
  }

  /** Puts the weights of {@code length} elements, whole vectors of them, into scratch. */
  static void weights(long second, long target, MetricFactors metric, int length) {
    double rootScale = Memory.toDouble(metric.rootScale());
    double epsilon = Memory.toDouble(metric.epsilon());
    for (int i = 0; i < length; i += LANES) {
      store(weights(load(second, i), rootScale, epsilon), target, i);
    }
  }

  /**
   * Returns whether gradient and first moment of the block are 0 wherever the second moment is, so
   * that it does not matter what such elements weigh.
   */
  static boolean isIdle(Block block, long gradient) {
    long first = block.first;
    long second = block.second;
    for (int i = 0; i < block.length; i += LANES) {
      DoubleVector size = load(first, i).abs().add(load(gradient, i).abs());
      if (load(second, i).eq(zero()).andNot(size.eq(zero())).anyTrue()) {
        return false;
      }
    }
    return true;
  }
}
