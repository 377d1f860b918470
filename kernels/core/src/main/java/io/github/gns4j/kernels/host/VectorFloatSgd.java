package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.broadcast;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.store;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** SGD over a block of whole vectors, without sums. */
final class VectorFloatSgd {
  private VectorFloatSgd() {}

  static void step(Block block, SgdFactors factors) {
    boolean inPlace = block.output == 0;
    if (factors.direction() == SgdFactors.Direction.GRADIENT) {
      if (inPlace) {
        plainInPlace(block, factors);
      } else {
        plainUpdate(block, factors);
      }
    } else if (inPlace) {
      bufferedInPlace(block, factors);
    } else {
      bufferedUpdate(block, factors);
    }
  }

  /** Returns a mask that is set where the direction is Nesterov's: everywhere or nowhere. */
  static VectorMask<Float> nesterov(SgdFactors factors) {
    return VectorFloatLanes.SPECIES.maskAll(factors.direction() == SgdFactors.Direction.NESTEROV);
  }

  private static void plainInPlace(Block block, SgdFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    FloatVector rate = broadcast(factors.rate());
    FloatVector keep = broadcast(factors.keep());
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector update = load(gradient + at).mul(rate);
      store(load(parameters + at).mul(keep).sub(update), parameters + at);
    }
  }

  private static void plainUpdate(Block block, SgdFactors factors) {
    long gradient = block.gradient;
    long output = block.output;
    FloatVector rate = broadcast(factors.rate());
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Float.BYTES;
      store(load(gradient + at).mul(rate), output + at);
    }
  }

  private static void bufferedInPlace(Block block, SgdFactors factors) {
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
      long at = (long) i * Float.BYTES;
      FloatVector g = load(gradient + at);
      FloatVector b = load(buffer + at).mul(momentum).add(g.mul(gain));
      FloatVector u = b.blend(g.add(b.mul(momentum)), nesterov);
      store(b, buffer + at);
      store(load(parameters + at).mul(keep).sub(u.mul(rate)), parameters + at);
    }
  }

  private static void bufferedUpdate(Block block, SgdFactors factors) {
    long gradient = block.gradient;
    long buffer = block.first;
    long output = block.output;
    FloatVector momentum = broadcast(factors.momentum());
    FloatVector gain = broadcast(factors.gain());
    FloatVector rate = broadcast(factors.rate());
    VectorMask<Float> nesterov = nesterov(factors);
    int end = block.length;
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector g = load(gradient + at);
      FloatVector b = load(buffer + at).mul(momentum).add(g.mul(gain));
      FloatVector u = b.blend(g.add(b.mul(momentum)), nesterov);
      store(b, buffer + at);
      store(u.mul(rate), output + at);
    }
  }
}
