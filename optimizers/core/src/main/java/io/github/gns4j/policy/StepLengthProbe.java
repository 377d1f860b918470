package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;

/**
 * What one probe of the step length measures. The step {@code s} took the parameters from {@code θ}
 * to {@code θ + s}; it was made from batch {@code ξ}, and {@code ξ'} is the batch of the next step,
 * independent of {@code s}. All gradients are means over their batch, unscaled and unclipped.
 *
 * <p>{@code sᵀHs ≈ (slopeAfter − slopeBefore)/reach}, in which the noise of {@code ξ} cancels, and
 * {@code −G·s ≈ sᵀHs − slopeNext}.
 *
 * @param slopeBefore {@code s·g(θ; ξ)}
 * @param slopeAfter {@code s·g(θ + reach·s; ξ)}: the one gradient that a probe costs
 * @param slopeNext {@code s·g(θ + s; ξ')}
 * @param stepNorm {@code |s|}, at least 0
 * @param gradientNorm {@code |g(θ + s; ξ')|}, at least 0
 * @param reach how many times the step's length away the second slope was measured, at least 1
 */
public record StepLengthProbe(
    double slopeBefore,
    double slopeAfter,
    double slopeNext,
    double stepNorm,
    double gradientNorm,
    double reach) {
  /** Checks the norms; slopes may be anything, and a probe that is not finite is left out. */
  public StepLengthProbe {
    checkNorm("stepNorm", stepNorm);
    checkNorm("gradientNorm", gradientNorm);
    if (!(reach >= 1)) {
      Arguments.closed("reach", reach, 1, Double.MAX_VALUE);
    }
  }

  /** A probe whose second slope was measured where the step ended. */
  public StepLengthProbe(
      double slopeBefore,
      double slopeAfter,
      double slopeNext,
      double stepNorm,
      double gradientNorm) {
    this(slopeBefore, slopeAfter, slopeNext, stepNorm, gradientNorm, 1);
  }

  private static void checkNorm(String name, double value) {
    if (value < 0) {
      Arguments.nonNegative(name, value);
    }
  }

  /** Returns the curvature along the step, {@code sᵀHs}, averaged up to the reach. */
  public double curvature() {
    return (slopeAfter - slopeBefore) / reach;
  }

  /** Returns the descent along the step, {@code −G·s}. */
  public double descent() {
    return curvature() - slopeNext;
  }

  /** Returns {@code |s|·|g|}, by which the probe is made dimensionless. */
  public double scale() {
    return stepNorm * gradientNorm;
  }

  /** Returns whether the probe tells anything: finite, and a step and a gradient that are not 0. */
  public boolean isUsable() {
    return Double.isFinite(curvature())
        && Double.isFinite(slopeNext)
        && Double.isFinite(scale())
        && scale() > 0;
  }
}
