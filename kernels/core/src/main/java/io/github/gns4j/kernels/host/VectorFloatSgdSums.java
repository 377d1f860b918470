package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.broadcast;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.store;
import static io.github.gns4j.kernels.host.VectorFloatLanes.zero;

import io.github.gns4j.kernels.Sum;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** SGD over a block of whole vectors, with its sums. False if they cannot be trusted in float. */
final class VectorFloatSgdSums {
  private static final int[] PLAIN = {Sum.GRADIENT_SQUARED.ordinal(), Sum.UPDATE_SQUARED.ordinal()};
  private static final int[] BUFFERED = {
    Sum.GRADIENT_SQUARED.ordinal(), Sum.UPDATE_SQUARED.ordinal(), Sum.MEAN_SQUARED.ordinal()
  };

  private static final Apart PLAIN_STEP = apart("plainInPlace");
  private static final Apart PLAIN_UPDATE = apart("plainUpdate");
  private static final Apart BUFFERED_STEP = apart("bufferedInPlace");
  private static final Apart BUFFERED_UPDATE = apart("bufferedUpdate");

  private VectorFloatSgdSums() {}

  private static Apart apart(String loop) {
    return Apart.of(MethodHandles.lookup(), loop, SgdFactors.class);
  }

  static boolean step(Block block, SgdFactors factors) {
    boolean inPlace = block.output == 0;
    if (factors.direction() == SgdFactors.Direction.GRADIENT) {
      return (inPlace ? PLAIN_STEP : PLAIN_UPDATE).run(block, factors);
    }
    return (inPlace ? BUFFERED_STEP : BUFFERED_UPDATE).run(block, factors);
  }

  static boolean plainInPlace(Block block, SgdFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    FloatVector rate = broadcast(factors.rate());
    FloatVector keep = broadcast(factors.keep());
    int end = block.length;
    float[] room = VectorFloatLanes.room(block);
    FloatVector zero = zero();
    FloatVector squares = zero;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i);
      store(load(parameters, i).mul(keep).sub(g.mul(rate)), parameters, i);
      squares = g.fma(g, squares);
    }
    zero.add(squares).intoArray(room, 0);
    zero.add(squares).intoArray(room, Block.LANES);
    if (VectorFloatLanes.settleInRange(block, PLAIN)) {
      return true;
    }
    tellZeros(block, gradient);
    return VectorFloatLanes.settle(block, PLAIN);
  }

  static boolean plainUpdate(Block block, SgdFactors factors) {
    long gradient = block.gradient;
    long output = block.output;
    long before = block.before();
    FloatVector rate = broadcast(factors.rate());
    int end = block.length;
    float[] room = VectorFloatLanes.room(block);
    FloatVector zero = zero();
    FloatVector squares = zero;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i);
      store(g, before, i);
      store(g.mul(rate), output, i);
      squares = g.fma(g, squares);
    }
    zero.add(squares).intoArray(room, 0);
    zero.add(squares).intoArray(room, Block.LANES);
    if (VectorFloatLanes.settleInRange(block, PLAIN)) {
      return true;
    }
    tellZeros(block, before);
    return VectorFloatLanes.settle(block, PLAIN);
  }

  static boolean bufferedInPlace(Block block, SgdFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long buffer = block.first;
    FloatVector momentum = broadcast(factors.momentum());
    FloatVector gain = broadcast(factors.gain());
    FloatVector rate = broadcast(factors.rate());
    FloatVector keep = broadcast(factors.keep());
    VectorMask<Float> nesterov = VectorFloatSgd.nesterov(factors);
    int end = block.length;
    float[] room = VectorFloatLanes.room(block);
    FloatVector zero = zero();
    FloatVector squares = zero;
    FloatVector updates = zero;
    FloatVector means = zero;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i);
      FloatVector b = load(buffer, i).mul(momentum).add(g.mul(gain));
      FloatVector u = b.blend(g.add(b.mul(momentum)), nesterov);
      store(b, buffer, i);
      store(load(parameters, i).mul(keep).sub(u.mul(rate)), parameters, i);
      squares = g.fma(g, squares);
      updates = u.fma(u, updates);
      means = b.fma(b, means);
    }
    zero.add(squares).intoArray(room, 0);
    zero.add(updates).intoArray(room, Block.LANES);
    zero.add(means).intoArray(room, 2 * Block.LANES);
    if (VectorFloatLanes.settleInRange(block, BUFFERED)) {
      return true;
    }
    tellZeros(block, gradient);
    block.zeroIf(2, buffer);
    return VectorFloatLanes.settle(block, BUFFERED);
  }

  static boolean bufferedUpdate(Block block, SgdFactors factors) {
    long gradient = block.gradient;
    long buffer = block.first;
    long output = block.output;
    long before = block.before();
    FloatVector momentum = broadcast(factors.momentum());
    FloatVector gain = broadcast(factors.gain());
    FloatVector rate = broadcast(factors.rate());
    VectorMask<Float> nesterov = VectorFloatSgd.nesterov(factors);
    int end = block.length;
    float[] room = VectorFloatLanes.room(block);
    FloatVector zero = zero();
    FloatVector squares = zero;
    FloatVector updates = zero;
    FloatVector means = zero;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i);
      FloatVector b = load(buffer, i).mul(momentum).add(g.mul(gain));
      FloatVector u = b.blend(g.add(b.mul(momentum)), nesterov);
      store(g, before, i);
      store(b, buffer, i);
      store(u.mul(rate), output, i);
      squares = g.fma(g, squares);
      updates = u.fma(u, updates);
      means = b.fma(b, means);
    }
    zero.add(squares).intoArray(room, 0);
    zero.add(updates).intoArray(room, Block.LANES);
    zero.add(means).intoArray(room, 2 * Block.LANES);
    if (VectorFloatLanes.settleInRange(block, BUFFERED)) {
      return true;
    }
    tellZeros(block, before);
    block.zeroIf(2, buffer);
    return VectorFloatLanes.settle(block, BUFFERED);
  }

  /**
   * The direction is 0 if gradient and buffer are. Apart from the vectors: what is handed through
   * two calls ends as objects on the heap.
   */
  private static void tellZeros(Block block, long gradient) {
    block.zeroIf(0, gradient);
    block.zeroIfBoth(1, gradient, block.first == 0 ? gradient : block.first);
  }
}
