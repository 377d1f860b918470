package io.github.gns4j.kernels;

import java.util.Objects;

/**
 * Settings of one Adam step, as PyTorch defines them (Kingma &amp; Ba 2015, arXiv 1412.6980):
 * {@code m ← β₁m + (1 − β₁)g}, {@code v ← β₂v + (1 − β₂)g²}, direction {@code (m/c₁) / (sqrt(v/c₂)
 * + ε)}.
 *
 * @param learningRate {@code η}, finite and at least 0
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon added outside the root, after bias correction; finite and greater than 0
 * @param decay weight decay: coupled is L2, decoupled is AdamW
 * @param correction1 {@code c₁} in (0, 1], 1 for none
 * @param correction2 {@code c₂} in (0, 1], 1 for none
 */
public record AdamHyper(
    double learningRate,
    double beta1,
    double beta2,
    double epsilon,
    WeightDecay decay,
    double correction1,
    double correction2) {
  /** Checks the ranges. */
  public AdamHyper {
    Arguments.nonNegative("learningRate", learningRate);
    Arguments.halfOpen("beta1", beta1, 0, 1);
    Arguments.halfOpen("beta2", beta2, 0, 1);
    Arguments.positive("epsilon", epsilon);
    Objects.requireNonNull(decay, "decay");
    Arguments.positive("correction1", correction1);
    Arguments.closed("correction1", correction1, 0, 1);
    Arguments.positive("correction2", correction2);
    Arguments.closed("correction2", correction2, 0, 1);
  }

  /** Returns the bias correction {@code 1 − beta^step} of step {@code step} (from 1). */
  public static double biasCorrection(double beta, long step) {
    return 1 - Math.pow(beta, Arguments.atLeast("step", step, 1));
  }
}
