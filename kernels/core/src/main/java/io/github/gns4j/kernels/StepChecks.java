package io.github.gns4j.kernels;

/** The argument checks that all optimizer steps share. */
final class StepChecks {
  private StepChecks() {}

  static void step(Placement own, StepArrays arrays, WeightDecay decay, Gate gate, Sums sums) {
    ArrayChecks.notNull("gate", gate);
    long length = arrays.segments().length();
    FlatArray gradient = arrays.gradient();
    ArrayChecks.array("gradient", gradient, length, own);
    ElementType type = stateType(arrays);
    state("parameters", arrays.parameters(), type, length, own);
    state("first", arrays.first(), type, length, own);
    state("second", arrays.second(), type, length, own);
    ArrayChecks.gradientType("gradient", gradient, type);
    if (arrays.output() == StepArrays.Output.UPDATE && gradient.type() != type) {
      throw new IllegalArgumentException(
          "gradient is " + gradient.type() + ", allowed where it receives the update: " + type);
    }
    if (decay.isActive() && arrays.parameters() == null) {
      throw new IllegalArgumentException(
          "parameters is null, allowed with weight decay " + decay.rate() + ": not null");
    }
    ArrayChecks.layout(sums, arrays.segments());
    disjoint(arrays);
  }

  private static void disjoint(StepArrays arrays) {
    ArrayChecks.disjoint("parameters", arrays.parameters(), "gradient", arrays.gradient());
    ArrayChecks.disjoint("parameters", arrays.parameters(), "first", arrays.first());
    ArrayChecks.disjoint("parameters", arrays.parameters(), "second", arrays.second());
    ArrayChecks.disjoint("gradient", arrays.gradient(), "first", arrays.first());
    ArrayChecks.disjoint("gradient", arrays.gradient(), "second", arrays.second());
    ArrayChecks.disjoint("first", arrays.first(), "second", arrays.second());
  }

  private static ElementType stateType(StepArrays arrays) {
    if (arrays.first() != null) {
      return arrays.first().type();
    }
    if (arrays.parameters() != null) {
      return arrays.parameters().type();
    }
    ArrayChecks.stateType("gradient", arrays.gradient());
    return arrays.gradient().type();
  }

  private static void state(
      String name, FlatArray array, ElementType type, long length, Placement own) {
    if (array != null) {
      ArrayChecks.array(name, array, length, own);
      ArrayChecks.stateType(name, array);
      ArrayChecks.sameType(name, array, type);
    }
  }
}
