package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.testkit.oracle.AppliedGate;
import io.github.gns4j.testkit.oracle.LambStepOracle;
import io.github.gns4j.testkit.oracle.StepInput;
import io.github.gns4j.testkit.oracle.StepOutcome;
import java.util.List;
import java.util.Map;

/** The contract of {@link Kernels#lambStep}. */
public abstract class LambStepContract extends KernelContract {
  private static final double UNLIMITED = Double.POSITIVE_INFINITY;
  private static final AdamHyper WITH_DECAY =
      AdamStepContract.hyper(new WeightDecay(0.05, WeightDecay.Kind.DECOUPLED));
  private static final AdamHyper WITHOUT_DECAY = AdamStepContract.hyper(WeightDecay.NONE);

  /** LAMB's settings as a step; the sums are never left out, because ratios are made of them. */
  record Lamb(LambHyper hyper) implements StepCase.Stepper {
    @Override
    public Moments moments() {
      return Moments.BOTH;
    }

    @Override
    public void step(Kernels kernels, StepArrays arrays, Gate gate, Sums sums) {
      Sums needed = sums == null ? kernels.newSums(arrays.segments()) : sums;
      kernels.lambStep(arrays, hyper, gate, needed);
    }

    @Override
    public StepOutcome oracle(StepInput input, AppliedGate gate) {
      return LambStepOracle.run(input, hyper, gate);
    }
  }

  /** The third step with decay, ratios everywhere. */
  static final Lamb USUAL =
      new Lamb(new LambHyper(WITH_DECAY, 0, UNLIMITED, LambHyper.Scope.ALWAYS));

  /** For subclasses. */
  protected LambStepContract() {}

  @Override
  public Map<String, List<KernelCase>> groups() {
    List<Lamb> all =
        List.of(
            USUAL,
            new Lamb(new LambHyper(WITHOUT_DECAY, 0, UNLIMITED, LambHyper.Scope.ALWAYS)),
            new Lamb(new LambHyper(WITHOUT_DECAY, 0, UNLIMITED, LambHyper.Scope.WITH_DECAY)),
            new Lamb(new LambHyper(WITH_DECAY, 0, UNLIMITED, LambHyper.Scope.WITH_DECAY)),
            new Lamb(new LambHyper(WITH_DECAY, 0, 0.01, LambHyper.Scope.ALWAYS)),
            new Lamb(new LambHyper(WITH_DECAY, 10, 20, LambHyper.Scope.ALWAYS)));
    return new StepCases(all, List.of(), chunk()).groups();
  }
}
