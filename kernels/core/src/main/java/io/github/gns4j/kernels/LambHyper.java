package io.github.gns4j.kernels;

import java.util.Objects;

/**
 * Settings of one LAMB step (You et al. 2020, arXiv 1904.00962, algorithm 2): with Adam's direction
 * {@code r}, {@code u = r + λw}, {@code w ← w − η·ratio·u}, where the trust ratio of a segment is
 * {@code |w|/|u|} clamped to {@code [minRatio, maxRatio]}, and 1 where either norm is 0.
 *
 * @param adam Adam's settings; its decay is {@code λ} above, decoupled
 * @param minRatio smallest trust ratio, at least 0
 * @param maxRatio greatest trust ratio, above 0 and at least {@code minRatio}; infinity for no
 *     limit
 * @param scope which segments have a trust ratio other than 1
 */
public record LambHyper(AdamHyper adam, double minRatio, double maxRatio, Scope scope) {
  /** Which steps a trust ratio applies to. */
  public enum Scope {
    /** Every segment, as in the paper. */
    ALWAYS,
    /** Only with weight decay above 0: Apex's default ({@code use_nvlamb = false}). */
    WITH_DECAY
  }

  /** Checks the ranges. */
  public LambHyper {
    Objects.requireNonNull(adam, "adam");
    Objects.requireNonNull(scope, "scope");
    Arguments.nonNegative("minRatio", minRatio);
    if (!(maxRatio > 0) || maxRatio < minRatio) {
      throw new IllegalArgumentException(
          "maxRatio is " + maxRatio + ", allowed: above 0 and at least minRatio " + minRatio);
    }
    if (adam.decay().isActive() && adam.decay().kind() != WeightDecay.Kind.DECOUPLED) {
      throw new IllegalArgumentException("weight decay is COUPLED, allowed for LAMB: DECOUPLED");
    }
  }

  /**
   * Returns the trust ratio for a segment.
   *
   * @param parameterSquared {@code |w|²}
   * @param updateSquared {@code |u|²}
   */
  public double trustRatio(double parameterSquared, double updateSquared) {
    boolean adapts = scope == Scope.ALWAYS || adam.decay().isActive();
    if (!adapts || !(parameterSquared > 0) || !(updateSquared > 0)) {
      return 1;
    }
    double ratio = Math.sqrt(parameterSquared) / Math.sqrt(updateSquared);
    return Math.min(Math.max(ratio, minRatio), maxRatio);
  }
}
