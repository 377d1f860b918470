package io.github.gns4j.statistics;

import io.github.gns4j.kernels.Arguments;
import java.util.List;

/**
 * What one step shows of its gradient: {@code k} groups (samples, micro-batches or workers) with
 * means {@code m_j} over {@code b_j} samples, {@code N = Σ b_j}, {@code ḡ = Σ b_j m_j / N}.
 * Immutable; all values in the units of the unscaled mean gradient. For independent samples {@code
 * E|m_j|² = |G|² + tr Σ/b_j} and {@code E|ḡ|² = |G|² + tr Σ/N}, whatever their distribution
 * (McCandlish et al. 2018, arXiv 1812.06162, appendix A.1, is the case of equal groups).
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

  /** Returns the moments of one group, the mean of {@code samples} samples: no deviation. */
  public static GradientMoments ofOne(long samples, double meanSquared) {
    return new GradientMoments(1, samples, samples * meanSquared, meanSquared, 0);
  }

  /**
   * Returns the moments of groups of which only the squared lengths are known, with {@code Σ
   * b_j|m_j − ḡ|² = q − N|ḡ|²}. The difference cancels: its absolute error is about {@code 2⁻⁵²·q},
   * so that {@code tr Σ} is lost where it is below {@code 2⁻⁵²·N|G|²}; {@link MomentsAccumulator}
   * does not cancel.
   *
   * @param samples {@code b_j}, each at least 1
   * @param squaredNorms {@code |m_j|²}, as many
   * @param meanSquared {@code |ḡ|²}
   */
  public static GradientMoments ofNorms(long[] samples, double[] squaredNorms, double meanSquared) {
    if (samples.length != squaredNorms.length) {
      throw new IllegalArgumentException(
          "squaredNorms has " + squaredNorms.length + " values, allowed: " + samples.length);
    }
    long total = 0;
    double squares = 0;
    for (int j = 0; j < samples.length; j++) {
      total += Arguments.atLeast("samples[" + j + "]", samples[j], 1);
      squares += samples[j] * squaredNorms[j];
    }
    return new GradientMoments(
        samples.length, total, squares, meanSquared, squares - total * meanSquared);
  }

  /**
   * Returns the moments over the groups of all workers. The deviations between the workers are
   * {@code Σ N_w|ḡ_w|² − N|ḡ|²}, which cancels as {@link #ofNorms} says; those within do not.
   *
   * @param workers moments of each worker over the same parameters, at least one
   * @param meanSquared {@code |ḡ|²} of the mean over all samples, known after the all-reduce
   */
  public static GradientMoments ofWorkers(List<GradientMoments> workers, double meanSquared) {
    int groups = 0;
    long samples = 0;
    double squares = 0;
    double within = 0;
    double means = 0;
    for (GradientMoments worker : workers) {
      groups += worker.groups;
      samples += worker.samples;
      squares += worker.sumOfSquares;
      within += worker.deviation;
      means += worker.samples * worker.meanSquared;
    }
    return new GradientMoments(
        groups, samples, squares, meanSquared, within + (means - samples * meanSquared));
  }

  /** Returns whether every sum is finite: a step that is not is skipped, never averaged. */
  public boolean isFinite() {
    return Double.isFinite(sumOfSquares)
        && Double.isFinite(meanSquared)
        && Double.isFinite(deviation);
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
   *
   * @throws IllegalStateException with fewer than two groups
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
