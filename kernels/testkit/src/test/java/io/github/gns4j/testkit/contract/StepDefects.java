package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.KernelBackend;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.testkit.oracle.OracleBackend;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Mistakes in SGD and LAMB. */
final class StepDefects {
  private static final String IN_PLACE = "settings, gates: FLOAT PARAMETERS";
  private static final String LAYERS = "layers around a batch norm";

  private StepDefects() {}

  static List<Defect> all() {
    return List.of(
        sgd("dampens the first step", h -> of(h, h.form(), false)),
        sgd("takes Nesterov for classic momentum", h -> of(h, SgdHyper.Form.CLASSIC, h.start())),
        sgd("starts the buffer at every step", h -> of(h, h.form(), true)),
        lamb("clamps no ratio", IN_PLACE, h -> lamb(h, 0, Double.POSITIVE_INFINITY, h.scope())),
        lamb(
            "has ratios without decay",
            IN_PLACE,
            h -> lamb(h, h.minRatio(), h.maxRatio(), LambHyper.Scope.ALWAYS)),
        new Defect(
            "LAMB has one ratio for all segments", "LambStepContract", LAYERS, GlobalRatio::new));
  }

  private static Defect sgd(String mistake, UnaryOperator<SgdHyper> change) {
    Supplier<KernelBackend> backend =
        () ->
            new OracleBackend() {
              @Override
              public void sgdStep(StepArrays arrays, SgdHyper hyper, Gate gate, Sums sums) {
                super.sgdStep(arrays, change.apply(hyper), gate, sums);
              }
            };
    return new Defect("SGD " + mistake, "SgdStepContract", IN_PLACE, backend);
  }

  /** Without momentum there is no buffer to get wrong. */
  private static SgdHyper of(SgdHyper h, SgdHyper.Form form, boolean start) {
    return h.momentum() == 0
        ? h
        : new SgdHyper(h.learningRate(), h.momentum(), h.dampening(), form, h.decay(), start);
  }

  private static Defect lamb(String mistake, String group, UnaryOperator<LambHyper> change) {
    Supplier<KernelBackend> backend =
        () ->
            new OracleBackend() {
              @Override
              public void lambStep(StepArrays arrays, LambHyper hyper, Gate gate, Sums sums) {
                super.lambStep(arrays, change.apply(hyper), gate, sums);
              }
            };
    return new Defect("LAMB " + mistake, "LambStepContract", group, backend);
  }

  private static LambHyper lamb(LambHyper h, double min, double max, LambHyper.Scope scope) {
    return new LambHyper(h.adam(), min, max, scope);
  }

  private static final class GlobalRatio extends OracleBackend {
    @Override
    public void lambStep(StepArrays a, LambHyper hyper, Gate gate, Sums sums) {
      StepArrays copies =
          new StepArrays(
              Copies.copy(a.parameters()),
              Copies.copy(a.gradient()),
              Copies.copy(a.first()),
              Copies.copy(a.second()),
              a.segments(),
              a.output());
      super.lambStep(copies, hyper, gate, sums);
      double ratio =
          hyper.trustRatio(sums.total(Sum.PARAMETER_SQUARED), sums.total(Sum.UPDATE_SQUARED));
      super.lambStep(a, lamb(hyper, ratio, ratio, hyper.scope()), gate, sums);
    }
  }
}
