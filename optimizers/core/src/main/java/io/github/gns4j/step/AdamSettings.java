package io.github.gns4j.step;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.WeightDecay;
import java.util.Objects;

/**
 * What does not change from step to step in Adam and LAMB.
 *
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon added outside the root, after bias correction; finite and above 0
 * @param decay weight decay
 * @param biasCorrection whether moments are divided by {@code 1 − βᵗ}
 */
public record AdamSettings(
    double beta1, double beta2, double epsilon, WeightDecay decay, boolean biasCorrection) {
  /** The settings of Kingma &amp; Ba 2015 (arXiv 1412.6980, algorithm 1). */
  public static final AdamSettings DEFAULT =
      new AdamSettings(0.9, 0.999, 1e-8, WeightDecay.NONE, true);

  /** Checks the ranges. */
  public AdamSettings {
    Arguments.halfOpen("beta1", beta1, 0, 1);
    Arguments.halfOpen("beta2", beta2, 0, 1);
    Arguments.positive("epsilon", epsilon);
    Objects.requireNonNull(decay, "decay");
  }

  /** Returns the settings of step {@code step} (from 1) at rate {@code learningRate}. */
  AdamHyper at(double learningRate, long step) {
    return new AdamHyper(
        learningRate,
        beta1,
        beta2,
        epsilon,
        decay,
        correction(beta1, step),
        correction(beta2, step));
  }

  /**
   * Returns the settings of step {@code step} (from 1) at rate {@code learningRate}: {@code last},
   * if it was made here and does not differ. The corrections are 1 from some step on.
   *
   * @param last may be null
   */
  AdamHyper at(AdamHyper last, double learningRate, long step) {
    boolean same =
        last != null
            && last.learningRate() == learningRate
            && last.correction1() == correction(beta1, step)
            && last.correction2() == correction(beta2, step);
    return same ? last : at(learningRate, step);
  }

  /** Returns the divisor of the second moment after {@code step} steps. */
  double correction2(long step) {
    return correction(beta2, step);
  }

  private double correction(double beta, long step) {
    return biasCorrection ? AdamHyper.biasCorrection(beta, step) : 1;
  }
}
