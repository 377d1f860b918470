package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorDoubleLanes.LANES;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.load;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.put;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.store;
import static io.github.gns4j.kernels.host.VectorDoubleLanes.zero;

import io.github.gns4j.kernels.Sum;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/** SGD over a block of whole vectors, with its sums; false if they cannot be trusted in double. */
final class VectorDoubleSgdSums {
  private static final int[] PLAIN_IN_PLACE = {
    Sum.GRADIENT_SQUARED.ordinal(), Sum.UPDATE_SQUARED.ordinal(), Sum.PARAMETER_SQUARED.ordinal()
  };
  private static final int[] PLAIN_UPDATE = {
    Sum.GRADIENT_SQUARED.ordinal(), Sum.UPDATE_SQUARED.ordinal()
  };
  private static final int[] UPDATE = {
    Sum.GRADIENT_SQUARED.ordinal(), Sum.UPDATE_SQUARED.ordinal(), Sum.MEAN_SQUARED.ordinal()
  };
  private static final int[] IN_PLACE = {
    Sum.GRADIENT_SQUARED.ordinal(),
    Sum.UPDATE_SQUARED.ordinal(),
    Sum.MEAN_SQUARED.ordinal(),
    Sum.PARAMETER_SQUARED.ordinal()
  };

  private VectorDoubleSgdSums() {}

  static boolean step(Block block, SgdFactors factors) {
    boolean inPlace = block.output == 0;
    if (factors.direction() == SgdFactors.Direction.GRADIENT) {
      return inPlace ? plainInPlace(block, factors) : plainUpdate(block, factors);
    }
    return inPlace ? bufferedInPlace(block, factors) : bufferedUpdate(block, factors);
  }

  private static boolean plainInPlace(Block block, SgdFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long before = block.before();
    double coefficient = Memory.toDouble(factors.coefficient());
    double rate = Memory.toDouble(factors.rate());
    double keep = Memory.toDouble(factors.keep());
    int end = block.length;
    DoubleVector squares = zero();
    DoubleVector weights = zero();
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector g = load(gradient + at).mul(coefficient);
      DoubleVector w = load(parameters + at);
      store(w, before + at);
      store(w.mul(keep).sub(g.mul(rate)), parameters + at);
      squares = squares.add(g.mul(g));
      weights = weights.add(w.mul(w));
    }
    putGradient(block, squares, squares, gradient);
    put(block, 2, weights);
    block.zeroIf(2, before);
    return VectorDoubleLanes.settle(block, PLAIN_IN_PLACE);
  }

  private static boolean plainUpdate(Block block, SgdFactors factors) {
    long gradient = block.gradient;
    long output = block.output;
    long before = block.before();
    double coefficient = Memory.toDouble(factors.coefficient());
    double rate = Memory.toDouble(factors.rate());
    int end = block.length;
    DoubleVector squares = zero();
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector raw = load(gradient + at);
      DoubleVector g = raw.mul(coefficient);
      store(raw, before + at);
      store(g.mul(rate), output + at);
      squares = squares.add(g.mul(g));
    }
    putGradient(block, squares, squares, before);
    return VectorDoubleLanes.settle(block, PLAIN_UPDATE);
  }

  private static boolean bufferedInPlace(Block block, SgdFactors factors) {
    long parameters = block.parameters;
    long gradient = block.gradient;
    long buffer = block.first;
    long before = block.before();
    double coefficient = Memory.toDouble(factors.coefficient());
    double momentum = Memory.toDouble(factors.momentum());
    double gain = Memory.toDouble(factors.gain());
    double rate = Memory.toDouble(factors.rate());
    double keep = Memory.toDouble(factors.keep());
    VectorMask<Double> nesterov = VectorDoubleSgd.nesterov(factors);
    int end = block.length;
    DoubleVector squares = zero();
    DoubleVector updates = zero();
    DoubleVector means = zero();
    DoubleVector weights = zero();
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector g = load(gradient + at).mul(coefficient);
      DoubleVector w = load(parameters + at);
      DoubleVector b = load(buffer + at).mul(momentum).add(g.mul(gain));
      DoubleVector u = b.blend(g.add(b.mul(momentum)), nesterov);
      store(b, buffer + at);
      store(w, before + at);
      store(w.mul(keep).sub(u.mul(rate)), parameters + at);
      squares = squares.add(g.mul(g));
      updates = updates.add(u.mul(u));
      means = means.add(b.mul(b));
      weights = weights.add(w.mul(w));
    }
    putGradient(block, squares, updates, gradient);
    put(block, 2, means);
    put(block, 3, weights);
    block.zeroIf(2, buffer);
    block.zeroIf(3, before);
    return VectorDoubleLanes.settle(block, IN_PLACE);
  }

  private static boolean bufferedUpdate(Block block, SgdFactors factors) {
    long gradient = block.gradient;
    long buffer = block.first;
    long output = block.output;
    long before = block.before();
    double coefficient = Memory.toDouble(factors.coefficient());
    double momentum = Memory.toDouble(factors.momentum());
    double gain = Memory.toDouble(factors.gain());
    double rate = Memory.toDouble(factors.rate());
    VectorMask<Double> nesterov = VectorDoubleSgd.nesterov(factors);
    int end = block.length;
    DoubleVector squares = zero();
    DoubleVector updates = zero();
    DoubleVector means = zero();
    for (int i = 0; i < end; i += LANES) {
      long at = (long) i * Double.BYTES;
      DoubleVector raw = load(gradient + at);
      DoubleVector g = raw.mul(coefficient);
      DoubleVector b = load(buffer + at).mul(momentum).add(g.mul(gain));
      DoubleVector u = b.blend(g.add(b.mul(momentum)), nesterov);
      store(raw, before + at);
      store(b, buffer + at);
      store(u.mul(rate), output + at);
      squares = squares.add(g.mul(g));
      updates = updates.add(u.mul(u));
      means = means.add(b.mul(b));
    }
    putGradient(block, squares, updates, before);
    put(block, 2, means);
    block.zeroIf(2, buffer);
    return VectorDoubleLanes.settle(block, UPDATE);
  }

  /** Leaves the sums over gradient and direction; the direction is 0 if gradient and buffer are. */
  private static void putGradient(
      Block block, DoubleVector squares, DoubleVector updates, long gradient) {
    put(block, 0, squares);
    put(block, 1, updates);
    block.zeroIf(0, gradient);
    block.zeroIfBoth(1, gradient, block.first == 0 ? gradient : block.first);
  }
}
