package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.testkit.oracle.AdamStepOracle;
import io.github.gns4j.testkit.oracle.AppliedGate;
import io.github.gns4j.testkit.oracle.StepInput;
import io.github.gns4j.testkit.oracle.StepOutcome;
import java.util.List;
import java.util.Map;

/** The contract of {@link Kernels#adamStep}. */
public abstract class AdamStepContract extends KernelContract {
  private static final WeightDecay COUPLED = new WeightDecay(0.1, WeightDecay.Kind.COUPLED);
  private static final WeightDecay DECOUPLED = new WeightDecay(0.1, WeightDecay.Kind.DECOUPLED);

  /** Adam's settings as a step. */
  record Adam(AdamHyper hyper) implements StepCase.Stepper {
    @Override
    public Moments moments() {
      return Moments.BOTH;
    }

    @Override
    public void step(Kernels kernels, StepArrays arrays, Gate gate, Sums sums) {
      kernels.adamStep(arrays, hyper, gate, sums);
    }

    @Override
    public StepOutcome oracle(StepInput input, AppliedGate gate) {
      return AdamStepOracle.run(input, hyper, gate);
    }
  }

  /** The third step with the usual settings: both corrections matter. */
  static final Adam USUAL = new Adam(hyper(WeightDecay.NONE));

  private static final Adam UNCORRECTED =
      new Adam(new AdamHyper(0.01, 0.9, 0.999, 1e-8, WeightDecay.NONE, 1, 1));
  private static final Adam NO_MEMORY =
      new Adam(new AdamHyper(0.01, 0, 0, 1e-3, WeightDecay.NONE, 1, 1));

  /** A large ε, so that its place (outside the root, after the correction) shows. */
  private static final Adam LARGE_EPSILON =
      new Adam(new AdamHyper(0.3, 0.8, 0.95, 0.1, WeightDecay.NONE, 0.36, 0.0975));

  /** For subclasses. */
  protected AdamStepContract() {}

  static AdamHyper hyper(WeightDecay decay) {
    double correction1 = AdamHyper.biasCorrection(0.9, 3);
    double correction2 = AdamHyper.biasCorrection(0.999, 3);
    return new AdamHyper(0.01, 0.9, 0.999, 1e-8, decay, correction1, correction2);
  }

  @Override
  public Map<String, List<KernelCase>> groups() {
    List<Adam> plain = List.of(USUAL, UNCORRECTED, NO_MEMORY, LARGE_EPSILON);
    List<Adam> all =
        List.of(
            USUAL,
            UNCORRECTED,
            NO_MEMORY,
            LARGE_EPSILON,
            new Adam(hyper(COUPLED)),
            new Adam(hyper(DECOUPLED)));
    return new StepCases(all, plain, chunk()).groups();
  }
}
