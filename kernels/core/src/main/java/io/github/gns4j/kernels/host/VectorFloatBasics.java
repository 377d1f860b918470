package io.github.gns4j.kernels.host;

import static io.github.gns4j.kernels.host.VectorFloatLanes.LANES;
import static io.github.gns4j.kernels.host.VectorFloatLanes.load;
import static io.github.gns4j.kernels.host.VectorFloatLanes.store;

import jdk.incubator.vector.FloatVector;

/** Elementwise loops without sums; each returns how many elements it has done. */
final class VectorFloatBasics {
  private VectorFloatBasics() {}

  static int scale(long source, long target, double factor, int length) {
    float f = Memory.toFloat(factor);
    int end = length & -LANES;
    for (int i = 0; i < end; i += LANES) {
      store(load(source, i).mul(f), target, i);
    }
    return end;
  }

  static int addScaled(long target, long source, double factor, int length) {
    float f = Memory.toFloat(factor);
    int end = length & -LANES;
    for (int i = 0; i < end; i += LANES) {
      store(load(target, i).add(load(source, i).mul(f)), target, i);
    }
    return end;
  }

  static int coupleDecay(Block block, double coefficient, double decay) {
    long gradient = block.gradient;
    long parameters = block.parameters;
    long target = block.prepared();
    float c = Memory.toFloat(coefficient);
    float d = Memory.toFloat(decay);
    int end = block.length & -LANES;
    for (int i = 0; i < end; i += LANES) {
      FloatVector g = load(gradient, i).mul(c);
      store(g.add(load(parameters, i).mul(d)), target, i);
    }
    return end;
  }

  static int average(long average, long value, double weight, int length) {
    float w = Memory.toFloat(weight);
    int end = length & -LANES;
    for (int i = 0; i < end; i += LANES) {
      FloatVector old = load(average, i);
      store(old.add(load(value, i).sub(old).mul(w)), average, i);
    }
    return end;
  }
}
