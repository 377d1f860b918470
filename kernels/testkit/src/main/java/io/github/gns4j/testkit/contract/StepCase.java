package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.testkit.oracle.AppliedGate;
import io.github.gns4j.testkit.oracle.OracleSums;
import io.github.gns4j.testkit.oracle.SquaredNormOracle;
import io.github.gns4j.testkit.oracle.StepInput;
import io.github.gns4j.testkit.oracle.StepOutcome;

/** One optimizer step. */
final class StepCase extends KernelCase {
  private final Numbers numbers;
  private final Variant variant;
  private final Stepper stepper;

  StepCase(Numbers numbers, Variant variant, Stepper stepper) {
    this.numbers = numbers;
    this.variant = variant;
    this.stepper = stepper;
  }

  /** Whether a step is given the parameters. */
  enum Given {
    PARAMETERS,
    NO_PARAMETERS
  }

  /** What varies beside the numbers. */
  record Variant(Output output, GateKind gate, Reduction reduction, Given given) {
    static final Variant IN_PLACE =
        new Variant(Output.PARAMETERS, GateKind.OPEN, Reduction.SUMS, Given.PARAMETERS);
    static final Variant UPDATE =
        new Variant(Output.UPDATE, GateKind.OPEN, Reduction.SUMS, Given.PARAMETERS);
  }

  /** An optimizer with its settings. */
  interface Stepper {
    /** Which moments there are. */
    enum Moments {
      NONE,
      FIRST,
      /** The first, whose contents must not be read. */
      FIRST_UNSET,
      BOTH
    }

    Moments moments();

    void step(Kernels kernels, StepArrays arrays, Gate gate, Sums sums);

    StepOutcome oracle(StepInput input, AppliedGate gate);
  }

  @Override
  Comparison run(Execution e) {
    StepInput input = place(e);
    Segments segments = numbers.layout().segments();
    StepArrays arrays =
        new StepArrays(
            e.view("parameters"),
            e.view("gradient"),
            e.view("first"),
            e.view("second"),
            segments,
            variant.output);
    double norm = variant.gate.readsSums() ? norm(input.gradient()) : 0;
    Gate gate = variant.gate.gate(gateSums(e, segments), norm);
    Sums sums = variant.reduction == Reduction.SUMS ? e.reduceInto(segments) : null;
    stepper.step(e.kernels(), arrays, gate, sums);
    return () -> {
      OracleSums known = variant.gate.readsSums() ? normSums(input.gradient()) : null;
      AppliedGate applied = AppliedGate.of(variant.gate.gate(known, norm));
      compare(e, stepper.oracle(input, applied));
    };
  }

  private double norm(double[] gradient) {
    return Math.sqrt(normSums(gradient).total(Sum.GRADIENT_SQUARED));
  }

  private OracleSums normSums(double[] gradient) {
    SquaredNormOracle oracle = new SquaredNormOracle(numbers.types().gradient());
    return oracle.run(gradient, variant.gate.scale(), null, numbers.layout().segments());
  }

  private StepInput place(Execution e) {
    ElementType state = numbers.types().state();
    int shift = numbers.layout().shift();
    double[] w =
        variant.given == Given.PARAMETERS
            ? e.place("parameters", state, numbers.ordinary(1), shift)
            : null;
    double[] g = e.place("gradient", numbers.types().gradient(), numbers.gradient(2), shift);
    double[] m = null;
    double[] v = null;
    if (stepper.moments() != Stepper.Moments.NONE) {
      boolean unset = stepper.moments() == Stepper.Moments.FIRST_UNSET;
      double[] contents = unset ? numbers.garbage() : numbers.firstMoment();
      m = e.place("first", state, contents, shift);
    }
    if (stepper.moments() == Stepper.Moments.BOTH) {
      v = e.place("second", state, numbers.secondMoment(), shift);
    }
    return new StepInput(w, g, m, v, numbers.layout().segments(), variant.output, state);
  }

  private Sums gateSums(Execution e, Segments segments) {
    if (!variant.gate.readsSums()) {
      return null;
    }
    Sums sums = e.kernels().newSums(segments);
    FlatArray gradient = e.view("gradient");
    e.kernels().squaredNorm(gradient, variant.gate.scale(), null, sums);
    return sums;
  }

  private static void compare(Execution e, StepOutcome expected) {
    e.checkArray("parameters", expected.parameters());
    e.checkArray("gradient", expected.gradient());
    e.checkArray("first", expected.first());
    e.checkArray("second", expected.second());
    e.checkSums(expected.sums());
  }

  @Override
  public String toString() {
    return stepper + ", " + variant + ", " + numbers;
  }
}
