package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.SgdHyper.Form;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.testkit.oracle.AppliedGate;
import io.github.gns4j.testkit.oracle.SgdStepOracle;
import io.github.gns4j.testkit.oracle.StepInput;
import io.github.gns4j.testkit.oracle.StepOutcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The contract of {@link Kernels#sgdStep}. */
public abstract class SgdStepContract extends KernelContract {
  private static final WeightDecay NONE = WeightDecay.NONE;
  private static final WeightDecay COUPLED = new WeightDecay(0.1, WeightDecay.Kind.COUPLED);
  private static final WeightDecay DECOUPLED = new WeightDecay(0.1, WeightDecay.Kind.DECOUPLED);

  /** SGD's settings as a step. */
  record Sgd(SgdHyper hyper) implements StepCase.Stepper {
    @Override
    public Moments moments() {
      if (hyper.momentum() == 0) {
        return Moments.NONE;
      }
      return hyper.start() ? Moments.FIRST_UNSET : Moments.FIRST;
    }

    @Override
    public void step(Kernels kernels, StepArrays arrays, Gate gate, Sums sums) {
      kernels.sgdStep(arrays, hyper, gate, sums);
    }

    @Override
    public StepOutcome oracle(StepInput input, AppliedGate gate) {
      return SgdStepOracle.run(input, hyper, gate);
    }
  }

  /** Momentum under way. */
  static final Sgd USUAL = new Sgd(new SgdHyper(0.1, 0.9, 0, Form.CLASSIC, NONE, false));

  /** For subclasses. */
  protected SgdStepContract() {}

  @Override
  public Map<String, List<KernelCase>> groups() {
    List<Sgd> plain =
        List.of(
            USUAL,
            new Sgd(new SgdHyper(0.1, 0, 0, Form.CLASSIC, NONE, false)),
            new Sgd(new SgdHyper(0, 0.9, 0, Form.CLASSIC, NONE, false)),
            new Sgd(new SgdHyper(0.1, 0.9, 0.5, Form.CLASSIC, NONE, true)),
            new Sgd(new SgdHyper(0.1, 0.9, 0.5, Form.CLASSIC, NONE, false)),
            new Sgd(new SgdHyper(0.1, 0.9, 0, Form.NESTEROV, NONE, true)),
            new Sgd(new SgdHyper(0.1, 0.9, 0, Form.NESTEROV, NONE, false)));
    List<Sgd> all = new ArrayList<>(plain);
    for (WeightDecay decay : List.of(COUPLED, DECOUPLED)) {
      all.add(new Sgd(new SgdHyper(0.1, 0, 0, Form.CLASSIC, decay, false)));
      all.add(new Sgd(new SgdHyper(0.1, 0.9, 0.5, Form.CLASSIC, decay, true)));
      all.add(new Sgd(new SgdHyper(0.1, 0.9, 0.5, Form.CLASSIC, decay, false)));
      all.add(new Sgd(new SgdHyper(0.1, 0.9, 0, Form.NESTEROV, decay, false)));
    }
    return new StepCases(all, plain, chunk()).groups();
  }
}
