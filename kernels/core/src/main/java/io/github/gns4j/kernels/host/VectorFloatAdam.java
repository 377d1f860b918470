package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.store;

import jdk.incubator.vector.FloatVector;

/** Adam over a block of whole vectors, without sums, in the order of {@link ScalarFloatAdam}. */
final class VectorFloatAdam {
  private VectorFloatAdam() {}

  static void step(Block block, AdamFactors factors) {
    if (block.output == 0) {
      inPlace(block, factors);
    } else {
      update(block, factors);
    }
  }

  private static void inPlace(Block block, AdamFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    float beta1 = Memory.toFloat(factors.beta1());
    float gain1 = Memory.toFloat(1 - factors.beta1());
    float beta2 = Memory.toFloat(factors.beta2());
    float gain2 = Memory.toFloat(1 - factors.beta2());
    float rootScale = Memory.toFloat(factors.metric().rootScale());
    float epsilon = Memory.toFloat(factors.metric().epsilon());
    float size = Memory.toFloat(factors.stepSize());
    float keep = Memory.toFloat(factors.keep());
    FloatVector one = FloatVector.broadcast(VectorFloatLanes.SPECIES, 1);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector g = load(gradient + at);
      FloatVector m = load(first + at).mul(beta1).add(g.mul(gain1));
      FloatVector v = load(second + at).mul(beta2).add(g.mul(gain2).mul(g));
      FloatVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      FloatVector u = m.mul(p).mul(size);
      store(m, first + at);
      store(v, second + at);
      store(load(parameters + at).mul(keep).sub(u), parameters + at);
    }
  }

  private static void update(Block block, AdamFactors factors) {
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    long output = block.output;
    float beta1 = Memory.toFloat(factors.beta1());
    float gain1 = Memory.toFloat(1 - factors.beta1());
    float beta2 = Memory.toFloat(factors.beta2());
    float gain2 = Memory.toFloat(1 - factors.beta2());
    float rootScale = Memory.toFloat(factors.metric().rootScale());
    float epsilon = Memory.toFloat(factors.metric().epsilon());
    float size = Memory.toFloat(factors.stepSize());
    FloatVector one = FloatVector.broadcast(VectorFloatLanes.SPECIES, 1);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector g = load(gradient + at);
      FloatVector m = load(first + at).mul(beta1).add(g.mul(gain1));
      FloatVector v = load(second + at).mul(beta2).add(g.mul(gain2).mul(g));
      FloatVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      FloatVector u = m.mul(p).mul(size);
      store(m, first + at);
      store(v, second + at);
      store(u, output + at);
    }
  }
}
