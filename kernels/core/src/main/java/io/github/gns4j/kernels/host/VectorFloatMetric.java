package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.store;
import static io.github.gns4j.kernels.host.VectorFloatLanes.zero;

import jdk.incubator.vector.FloatVector;

/** The weights of a metric, {@code P = 1/(sqrt(v)·rootScale + ε)}, 0 where {@code v = 0}. */
final class VectorFloatMetric {
  private VectorFloatMetric() {}

  static FloatVector weights(FloatVector v, float rootScale, float epsilon) {
    FloatVector one = FloatVector.broadcast(VectorFloatLanes.SPECIES, 1);
    FloatVector weights = one.div(v.sqrt().mul(rootScale).add(epsilon));
    return weights.blend(zero(), v.eq(zero()));
  }

  /** Puts the weights of {@code length} elements, whole vectors of them, into scratch. */
  static void weights(long second, long target, MetricFactors metric, int length) {
    float rootScale = Memory.toFloat(metric.rootScale());
    float epsilon = Memory.toFloat(metric.epsilon());
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
      FloatVector size = load(first, i).abs().add(load(gradient, i).abs());
      if (load(second, i).eq(zero()).andNot(size.eq(zero())).anyTrue()) {
        return false;
      }
    }
    return true;
  }
}
