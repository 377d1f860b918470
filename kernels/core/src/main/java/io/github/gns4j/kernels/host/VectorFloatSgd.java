package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.broadcast;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.store;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** SGD over a block of whole vectors, without sums. */
final class VectorFloatSgd {
  private static final Apart PLAIN_STEP = apart("plainInPlace");
  private static final Apart PLAIN_UPDATE = apart("plainUpdate");
  private static final Apart BUFFERED_STEP = apart("bufferedInPlace");
  private static final Apart BUFFERED_UPDATE = apart("bufferedUpdate");

  private VectorFloatSgd() {}

  private static Apart apart(String loop) {
    return Apart.of(MethodHandles.lookup(), loop, SgdFactors.class);
  }

  static void step(Block block, SgdFactors factors) {
    boolean inPlace = block.output == 0;
    if (factors.direction() == SgdFactors.Direction.GRADIENT) {
      (inPlace ? PLAIN_STEP : PLAIN_UPDATE).run(block, factors);
    } else {
      (inPlace ? BUFFERED_STEP : BUFFERED_UPDATE).run(block, factors);
    }
  }

  /** Returns a mask that is set where the direction is Nesterov's: everywhere or nowhere. */
  static VectorMask<Float> nesterov(SgdFactors factors) {
    return VectorFloatLanes.SPECIES.maskAll(factors.direction() == SgdFactors.Direction.NESTEROV);
  }

  static boolean plainInPlace(Block block, SgdFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    FloatVector rate = broadcast(factors.rate());
    FloatVector keep = broadcast(factors.keep());
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      FloatVector update = load(gradient, i).mul(rate);
      store(load(parameters, i).mul(keep).sub(update), parameters, i);
    }
    return true;
  }

  static boolean plainUpdate(Block block, SgdFactors factors) {
    long gradient = block.gradient;
    long output = block.output;
    FloatVector rate = broadcast(factors.rate());
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      store(load(gradient, i).mul(rate), output, i);
    }
    return true;
  }

  static boolean bufferedInPlace(Block block, SgdFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long buffer = block.first;
    FloatVector momentum = broadcast(factors.momentum());
    FloatVector gain = broadcast(factors.gain());
    FloatVector rate = broadcast(factors.rate());
    FloatVector keep = broadcast(factors.keep());
    VectorMask<Float> nesterov = nesterov(factors);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i);
      FloatVector b = load(buffer, i).mul(momentum).add(g.mul(gain));
      FloatVector u = b.blend(g.add(b.mul(momentum)), nesterov);
      store(b, buffer, i);
      store(load(parameters, i).mul(keep).sub(u.mul(rate)), parameters, i);
    }
    return true;
  }

  static boolean bufferedUpdate(Block block, SgdFactors factors) {
    long gradient = block.gradient;
    long buffer = block.first;
    long output = block.output;
    FloatVector momentum = broadcast(factors.momentum());
    FloatVector gain = broadcast(factors.gain());
    FloatVector rate = broadcast(factors.rate());
    VectorMask<Float> nesterov = nesterov(factors);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i);
      FloatVector b = load(buffer, i).mul(momentum).add(g.mul(gain));
      FloatVector u = b.blend(g.add(b.mul(momentum)), nesterov);
      store(b, buffer, i);
      store(u.mul(rate), output, i);
    }
    return true;
  }
}
