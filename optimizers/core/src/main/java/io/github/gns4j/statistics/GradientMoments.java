package io.github.gns4j.statistics;

import io.github.gns4j.kernels.Arguments;

/**
 * What one step shows of its gradient: {@code k} groups (samples, micro-batches or workers) with
 * means {@code m_j} over {@code b_j} samples, {@code N = Σ b_j}, {@code ḡ = Σ b_j m_j / N}.
 * Immutable; all values in the units of the unscaled mean gradient.
 *
 * @param groups {@code k}, at least 1
 * @param samples {@code N}, at least {@code k}
 * @param sumOfSquares {@code q = Σ b_j |m_j|²}
 * @param meanSquared {@code |ḡ|²}
 * @param deviation {@code Σ b_j |m_j − ḡ|² = q − N|ḡ|²}, formed without cancellation where possible
 */
public record GradientMoments(
    int groups, long samples, double sumOfSquares, double meanSquared, double deviation) {
  /** Checks the counts. */
  public GradientMoments {
    Arguments.atLeast("groups", groups, 1);
    Arguments.atLeast("samples", samples, groups);
  }

  /** Returns whether every sum is finite: a step that is not is skipped, never averaged. */
  public boolean isFinite() {
    return Double.isFinite(sumOfSquares + meanSquared + deviation);
  }

  /** Returns whether the noise can be told from these moments: at least two groups. */
  public boolean resolvesNoise() {
    return groups > 1;
  }

  /**
   * Returns {@code S = Σ b_j|m_j − ḡ|² / (k − 1)}, unbiased for {@code tr Σ} whatever the sizes.
   *
   * @throws IllegalStateException with fewer than two groups
   */
  public double traceSigma() {
    if (!resolvesNoise()) {
      throw new IllegalStateException("one group says nothing of the noise, needed: at least 2");
    }
    return deviation / (groups - 1);
  }

  /**
   * Returns {@code D = |ḡ|² − S/N}, unbiased for {@code |G|²}. It may be negative, and must stay so
   * inside every average.
   */
  public double signalSquared() {
    return meanSquared - traceSigma() / samples;
  }

  /**
   * Returns the moments over the parameters of both, which must be disjoint parts of one parameter
   * vector seen with the same groups.
   */
  public GradientMoments plus(GradientMoments other) {
    if (groups != other.groups || samples != other.samples) {
      throw new IllegalArgumentException(
          "moments over "
              + other.groups
              + " groups of "
              + other.samples
              + " samples, allowed: "
              + groups
              + " groups of "
              + samples);
    }
    return new GradientMoments(
        groups,
        samples,
        sumOfSquares + other.sumOfSquares,
        meanSquared + other.meanSquared,
        deviation + other.deviation);
  }
}
