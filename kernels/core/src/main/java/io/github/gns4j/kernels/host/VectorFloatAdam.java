package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.broadcast;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.store;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;

/** Adam over a block of whole vectors, without sums, in the order of {@link ScalarFloatAdam}. */
final class VectorFloatAdam {
  private static final Apart IN_PLACE =
      Apart.of(MethodHandles.lookup(), "inPlace", AdamFactors.class);
  private static final Apart UPDATE = Apart.of(MethodHandles.lookup(), "update", AdamFactors.class);

  private VectorFloatAdam() {}

  static void step(Block block, AdamFactors factors) {
    (block.output == 0 ? IN_PLACE : UPDATE).run(block, factors);
  }

  static boolean inPlace(Block block, AdamFactors factors) {
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
    return true;
  }

  static boolean update(Block block, AdamFactors factors) {
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
    return true;
  }
}
