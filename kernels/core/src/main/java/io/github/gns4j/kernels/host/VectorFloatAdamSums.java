package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.broadcast;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.store;
import static io.github.gns4j.kernels.host.VectorFloatLanes.zero;

import io.github.gns4j.kernels.Sum;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Adam over a block of whole vectors, with its sums. False if these cannot be trusted in float.
 *
 * <p>Elements without a second moment, whose weight in the metric is 0 and not {@code 1/ε}, are
 * only noted in the loop, by the least of the second moments. They matter where gradient or first
 * moment is not 0, which takes squares below the range of float; then the sums are refused.
 *
 * <p>In these loops, as in all of this package, what goes from one turn to the next is an argument
 * and not the receiver: a call on it would ask for its class, and now and then the compiler then
 * keeps it as an object. Beyond some 18,000 nodes, which is about here, the compiler inlines no
 * methods but those of vectors themselves: no vector is handed to another there.
 */
final class VectorFloatAdamSums {
  private static final int[] KINDS = {
    Sum.GRADIENT_SQUARED.ordinal(),
    Sum.MEAN_SQUARED.ordinal(),
    Sum.UPDATE_SQUARED.ordinal(),
    Sum.GRADIENT_SQUARED_METRIC.ordinal(),
    Sum.MEAN_SQUARED_METRIC.ordinal()
  };

  private static final Apart IN_PLACE =
      Apart.of(MethodHandles.lookup(), "stepInPlace", AdamFactors.class);
  private static final Apart UPDATE =
      Apart.of(MethodHandles.lookup(), "stepOfUpdate", AdamFactors.class);

  private VectorFloatAdamSums() {}

  static boolean step(Block block, AdamFactors factors) {
    return (block.output == 0 ? IN_PLACE : UPDATE).run(block, factors);
  }

  static boolean stepInPlace(Block block, AdamFactors factors) {
    return settle(block, inPlace(block, factors), block.gradient);
  }

  static boolean stepOfUpdate(Block block, AdamFactors factors) {
    return settle(block, update(block, factors), block.before());
  }

  private static boolean settle(Block block, boolean weighed, long gradient) {
    if (weighed && VectorFloatLanes.settleInRange(block, KINDS)) {
      return true;
    }
    tellZeros(block, gradient);
    return (weighed || VectorFloatMetric.isIdle(block, gradient))
        && VectorFloatLanes.settle(block, KINDS);
  }

  /**
   * Returns whether all elements have a second moment, so that the sums in the metric are right.
   */
  private static boolean inPlace(Block block, AdamFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    FloatVector beta1 = broadcast(factors.beta1());
    FloatVector gain1 = broadcast(1 - factors.beta1());
    FloatVector beta2 = broadcast(factors.beta2());
    FloatVector gain2 = broadcast(1 - factors.beta2());
    float correction = Memory.toFloat(factors.correction());
    FloatVector corrections = broadcast(correction * correction);
    FloatVector rootScale = broadcast(factors.metric().rootScale());
    FloatVector epsilon = broadcast(factors.metric().epsilon());
    FloatVector size = broadcast(factors.stepSize());
    FloatVector keep = broadcast(factors.keep());
    FloatVector one = broadcast(1);
    int end = block.length;
    float[] room = VectorFloatLanes.room(block);
    FloatVector zero = zero();
    FloatVector squares = zero;
    FloatVector means = zero;
    FloatVector updates = zero;
    FloatVector metricSquares = zero;
    IntVector largest = VectorFloatLanes.largest();
    IntVector least = largest;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i);
      FloatVector m = load(first, i).mul(beta1).add(g.mul(gain1));
      FloatVector v = load(second, i).mul(beta2).add(g.mul(gain2).mul(g));
      FloatVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      FloatVector mp = m.mul(p);
      FloatVector gp = g.mul(p);
      store(m, first, i);
      store(v, second, i);
      store(load(parameters, i).mul(keep).sub(mp.mul(size)), parameters, i);
      squares = g.fma(g, squares);
      means = m.fma(m, means);
      updates = mp.fma(mp, updates);
      metricSquares = gp.fma(gp, metricSquares);
      least = v.reinterpretAsInts().min(least);
    }
    zero.add(squares).intoArray(room, 0);
    zero.add(means).intoArray(room, Block.LANES);
    corrections.mul(updates).intoArray(room, 2 * Block.LANES);
    zero.add(metricSquares).intoArray(room, 3 * Block.LANES);
    zero.add(updates).intoArray(room, 4 * Block.LANES);
    return largest.min(least).compare(VectorOperators.GT, 0).allTrue();
  }

  /** As {@link #inPlace}. */
  private static boolean update(Block block, AdamFactors factors) {
    long gradient = block.gradient;
    long first = block.first;
    long second = block.second;
    long output = block.output;
    long before = block.before();
    FloatVector beta1 = broadcast(factors.beta1());
    FloatVector gain1 = broadcast(1 - factors.beta1());
    FloatVector beta2 = broadcast(factors.beta2());
    FloatVector gain2 = broadcast(1 - factors.beta2());
    float correction = Memory.toFloat(factors.correction());
    FloatVector corrections = broadcast(correction * correction);
    FloatVector rootScale = broadcast(factors.metric().rootScale());
    FloatVector epsilon = broadcast(factors.metric().epsilon());
    FloatVector size = broadcast(factors.stepSize());
    FloatVector one = broadcast(1);
    int end = block.length;
    float[] room = VectorFloatLanes.room(block);
    FloatVector zero = zero();
    FloatVector squares = zero;
    FloatVector means = zero;
    FloatVector updates = zero;
    FloatVector metricSquares = zero;
    IntVector largest = VectorFloatLanes.largest();
    IntVector least = largest;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i);
      FloatVector m = load(first, i).mul(beta1).add(g.mul(gain1));
      FloatVector v = load(second, i).mul(beta2).add(g.mul(gain2).mul(g));
      FloatVector p = one.div(v.sqrt().mul(rootScale).add(epsilon));
      FloatVector mp = m.mul(p);
      FloatVector gp = g.mul(p);
      store(m, first, i);
      store(v, second, i);
      store(g, before, i);
      store(mp.mul(size), output, i);
      squares = g.fma(g, squares);
      means = m.fma(m, means);
      updates = mp.fma(mp, updates);
      metricSquares = gp.fma(gp, metricSquares);
      least = v.reinterpretAsInts().min(least);
    }
    zero.add(squares).intoArray(room, 0);
    zero.add(means).intoArray(room, Block.LANES);
    corrections.mul(updates).intoArray(room, 2 * Block.LANES);
    zero.add(metricSquares).intoArray(room, 3 * Block.LANES);
    zero.add(updates).intoArray(room, 4 * Block.LANES);
    return largest.min(least).compare(VectorOperators.GT, 0).allTrue();
  }

  /** Says of which arrays the sums are. */
  private static void tellZeros(Block block, long gradient) {
    block.zeroIf(0, gradient);
    block.zeroIf(1, block.first);
    block.zeroIf(2, block.first);
    block.zeroIf(3, gradient);
    block.zeroIf(4, block.first);
  }
}
