package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.broadcast;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.load;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.store;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;

/** Adam over a block of whole vectors, without sums, in the order of {@link ScalarDoubleAdam}. */
final class VectorDoubleAdam {
  private static final Apart IN_PLACE =
      Apart.of(MethodHandles.lookup(), "inPlace", AdamFactors.class);
  private static final Apart UPDATE = Apart.of(MethodHandles.lookup(), "update", AdamFactors.class);

  private VectorDoubleAdam() {}

  static void step(Block block, AdamFactors factors) {
    (block.output == 0 ? IN_PLACE : UPDATE).run(block, factors);
  }

  static boolean inPlace(Block block, AdamFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    DoubleVector beta1 = broadcast(factors.beta1());
    DoubleVector gain1 = broadcast(1 - factors.beta1());
    DoubleVector beta2 = broadcast(factors.beta2());
    DoubleVector gain2 = broadcast(1 - factors.beta2());
    DoubleVector rootScale = broadcast(factors.metric().rootScale());
    DoubleVector epsilon = broadcast(factors.metric().epsilon());
    DoubleVector size = broadcast(factors.stepSize());
    DoubleVector keep = broadcast(factors.keep());
    DoubleVector one = broadcast(1);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      DoubleVector g = load(gradient, i);
      DoubleVector m = load(first, i).mul(beta1).add(g.mul(gain1));
      DoubleVector v = load(second, i).mul(beta2).add(g.mul(gain2).mul(g));
      DoubleVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      DoubleVector u = m.mul(p).mul(size);
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
    DoubleVector beta1 = broadcast(factors.beta1());
    DoubleVector gain1 = broadcast(1 - factors.beta1());
    DoubleVector beta2 = broadcast(factors.beta2());
    DoubleVector gain2 = broadcast(1 - factors.beta2());
    DoubleVector rootScale = broadcast(factors.metric().rootScale());
    DoubleVector epsilon = broadcast(factors.metric().epsilon());
    DoubleVector size = broadcast(factors.stepSize());
    DoubleVector one = broadcast(1);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      DoubleVector g = load(gradient, i);
      DoubleVector m = load(first, i).mul(beta1).add(g.mul(gain1));
      DoubleVector v = load(second, i).mul(beta2).add(g.mul(gain2).mul(g));
      DoubleVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      DoubleVector u = m.mul(p).mul(size);
      store(m, first, i);
      store(v, second, i);
      store(u, output, i);
    }
    return true;
  }
}
