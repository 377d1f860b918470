package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;

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
 * @param raiseAbove at least {@code lowerBelow}; 1 also under momentum {@code μ}: at the noise
 *     floor {@code c* = 1/2} whatever {@code μ}, and it rises with {@code (1 + μ)/(1 − μ)} above
 *     the floor, so that 1 means nearly there
 * @param lowerBelow in (0, 1]
 * @param longestSpacing most steps between probes, at least 50, for a cost of at most 2% of the
 *     gradients
 * @param largestRate rate, the rule's gain included, beyond which no evidence raises it; above 0,
 *     infinite for none
 */
public record ProbePolicy(
    double raiseAbove, double lowerBelow, int longestSpacing, double largestRate) {
  private static final double DEFAULT_RAISE = 1;
  private static final double DEFAULT_LOWER = 0.75;
  private static final int DEFAULT_SPACING = 64;
  private static final int LEAST_LONGEST = 50;

  /** Checks the ranges. */
  public ProbePolicy {
    Arguments.closed("lowerBelow", lowerBelow, Double.MIN_NORMAL, 1);
    Arguments.closed("raiseAbove", raiseAbove, lowerBelow, Double.MAX_VALUE);
    Arguments.atLeast("longestSpacing", longestSpacing, LEAST_LONGEST);
    if (!(largestRate > 0)) {
      throw new IllegalArgumentException(
          "largestRate is " + largestRate + ", allowed: above 0, infinity included");
    }
  }

  /** Returns the usual bounds, a probe in 64 steps once the rate stays, and no largest rate. */
  public static ProbePolicy defaults() {
    return new ProbePolicy(DEFAULT_RAISE, DEFAULT_LOWER, DEFAULT_SPACING, Double.POSITIVE_INFINITY);
  }

  /** Returns the policy with another bound above which the rate rises. */
  public ProbePolicy raisingAbove(double stepLength) {
    return new ProbePolicy(stepLength, lowerBelow, longestSpacing, largestRate);
  }

  /** Returns the policy with another bound below which the rate falls. */
  public ProbePolicy loweringBelow(double stepLength) {
    return new ProbePolicy(raiseAbove, stepLength, longestSpacing, largestRate);
  }

  /** Returns the policy with another largest number of steps between probes. */
  public ProbePolicy spacing(int longest) {
    return new ProbePolicy(raiseAbove, lowerBelow, longest, largestRate);
  }

  /** Returns the policy with another rate beyond which it does not rise. */
  public ProbePolicy upTo(double rate) {
    return new ProbePolicy(raiseAbove, lowerBelow, longestSpacing, rate);
  }
}
