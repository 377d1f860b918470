package io.github.gns4j.step;

import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.SgdHyper.Form;
import io.github.gns4j.kernels.WeightDecay;

/**
 * What does not change from step to step in SGD; see {@link SgdHyper} for the formulas.
 *
 * @param momentum in [0, 1); 0 for none
 * @param dampening in [0, 1]
 * @param form classic or Nesterov momentum
 * @param decay weight decay
 */
public record SgdSettings(double momentum, double dampening, Form form, WeightDecay decay) {
  /** Classic momentum 0.9. */
  public static final SgdSettings DEFAULT = new SgdSettings(0.9, 0, Form.CLASSIC, WeightDecay.NONE);

  /** Checks the ranges. */
  public SgdSettings {
    var _ = new SgdHyper(0, momentum, dampening, form, decay, true);
  }

  /** Returns whether the buffer is a mean of gradients: fully dampened it keeps the first alone. */
  boolean keepsMean() {
    return momentum > 0 && dampening < 1;
  }

  /** Returns the settings of one step; {@code start} starts the momentum buffer. */
  SgdHyper at(double learningRate, boolean start) {
    return new SgdHyper(learningRate, momentum, dampening, form, decay, start);
  }
}
