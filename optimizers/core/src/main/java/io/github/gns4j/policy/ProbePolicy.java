package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import java.util.OptionalDouble;

/**
 * How the step-length probe moves the learning rate. With {@code c* = −G·s/sᵀHs}, the factor by
 * which the last step {@code s} should have been longer for the most descent along it, the rate is
 * raised only where {@code c*} is resolved as above {@code raiseAbove}, and lowered only where it
 * is resolved as below {@code lowerBelow}.
 *
 * <p>At {@code c* = 1/2} the loss no longer falls along the steps: the rate is at its noise floor
 * or at the edge of stability. Between the two bounds nothing is gained by moving, and a step that
 * is greedy-best is known to be too short in ill-conditioned problems (Wu et al. 2018, arXiv
 * 1803.02021), hence the lower bound close to 1/2.
 *
 * @param raiseAbove above {@code lowerBelow}; empty: {@code 1 + μ/2} for momentum {@code μ},
 *     because the step that persists is {@code s/(1 − μ)} and a momentum step that is greedy-best
 *     once is too long for several
 * @param lowerBelow in (0, 1]
 * @param longestSpacing most steps between probes, at least 50, for a cost of at most 2% of the
 *     gradients
 */
public record ProbePolicy(OptionalDouble raiseAbove, double lowerBelow, int longestSpacing) {
  private static final double DEFAULT_LOWER = 0.75;
  private static final int DEFAULT_SPACING = 64;
  private static final int LEAST_LONGEST = 50;

  /** Checks the ranges. */
  public ProbePolicy {
    Arguments.closed("lowerBelow", lowerBelow, Double.MIN_NORMAL, 1);
    if (raiseAbove.isPresent()) {
      Arguments.closed("raiseAbove", raiseAbove.getAsDouble(), lowerBelow, Double.MAX_VALUE);
    }
    Arguments.atLeast("longestSpacing", longestSpacing, LEAST_LONGEST);
  }

  /** Returns the usual bounds, and a probe in 64 steps once the rate stays. */
  public static ProbePolicy defaults() {
    return new ProbePolicy(OptionalDouble.empty(), DEFAULT_LOWER, DEFAULT_SPACING);
  }

  /** Returns the policy with another bound above which the rate rises. */
  public ProbePolicy raisingAbove(double stepLength) {
    return new ProbePolicy(OptionalDouble.of(stepLength), lowerBelow, longestSpacing);
  }

  /** Returns the policy with another bound below which the rate falls. */
  public ProbePolicy loweringBelow(double stepLength) {
    return new ProbePolicy(raiseAbove, stepLength, longestSpacing);
  }

  /** Returns the policy with another largest number of steps between probes. */
  public ProbePolicy spacing(int longest) {
    return new ProbePolicy(raiseAbove, lowerBelow, longest);
  }

  /** Returns the bound above which the rate rises under momentum {@code μ}. */
  double raiseAbove(double momentum) {
    return Math.max(lowerBelow, raiseAbove.orElse(1));
  }
}
