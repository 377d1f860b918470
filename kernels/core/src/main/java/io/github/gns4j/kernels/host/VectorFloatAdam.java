package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.broadcast;
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
    FloatVector beta1 = broadcast(factors.beta1());
    FloatVector gain1 = broadcast(1 - factors.beta1());
    FloatVector beta2 = broadcast(factors.beta2());
    FloatVector gain2 = broadcast(1 - factors.beta2());
    FloatVector rootScale = broadcast(factors.metric().rootScale());
    FloatVector epsilon = broadcast(factors.metric().epsilon());
    FloatVector size = broadcast(factors.stepSize());
    FloatVector keep = broadcast(factors.keep());
    FloatVector one = broadcast(1);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i);
      FloatVector m = load(first, i).mul(beta1).add(g.mul(gain1));
      FloatVector v = load(second, i).mul(beta2).add(g.mul(gain2).mul(g));
      FloatVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      FloatVector u = m.mul(p).mul(size);
      store(m, first, i);
      store(v, second, i);
      store(load(parameters, i).mul(keep).sub(u), parameters, i);
    }
  }

  private static void update(Block block, AdamFactors factors) {
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    long output = block.output;
    FloatVector beta1 = broadcast(factors.beta1());
    FloatVector gain1 = broadcast(1 - factors.beta1());
    FloatVector beta2 = broadcast(factors.beta2());
    FloatVector gain2 = broadcast(1 - factors.beta2());
    FloatVector rootScale = broadcast(factors.metric().rootScale());
    FloatVector epsilon = broadcast(factors.metric().epsilon());
    FloatVector size = broadcast(factors.stepSize());
    FloatVector one = broadcast(1);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i);
      FloatVector m = load(first, i).mul(beta1).add(g.mul(gain1));
      FloatVector v = load(second, i).mul(beta2).add(g.mul(gain2).mul(g));
      FloatVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      FloatVector u = m.mul(p).mul(size);
      store(m, first, i);
      store(v, second, i);
      store(u, output, i);
    }
  }
}
