package io.github.gns4j.noise;

import java.util.OptionalDouble;

/**
 * What is known of the gradient noise scale. A number that is not defined is not there: no NaN and
 * no clamped value stands for it. {@code toString} says it in words, with numbers rounded.
 */
public sealed interface NoiseEstimate {
  /** Returns the noise scale {@code tr Σ / |G|²} in samples, if the data resolve it. */
  default OptionalDouble noiseScale() {
    return OptionalDouble.empty();
  }

  /** Returns whether it was made from single gradients, by comparison with those before. */
  default boolean isTemporal() {
    return false;
  }

  /**
   * Nothing is known yet.
   *
   * @param reason in words
   */
  record NotReady(String reason) implements NoiseEstimate {
    @Override
    public String toString() {
      return EstimateText.of(this);
    }
  }

  /**
   * The last gradient was not finite and was left out.
   *
   * @param count non-finite elements in it
   * @param consecutive steps skipped in a row, at least 1
   */
  record NonFinite(long count, int consecutive) implements NoiseEstimate {
    @Override
    public String toString() {
      return EstimateText.of(this);
    }
  }

  /**
   * The signal cannot be told from 0: the noise scale has a lower bound and no upper one. Policies
   * hold.
   *
   * @param traceSigma average of the unbiased {@code tr Σ}
   * @param signalSquared average of the unbiased {@code |G|²}; may be negative
   * @param low lower end of the interval of the noise scale, in samples, at least 0
   * @param observations effective number of independent observations
   * @param kind what it was made from
   */
  record Unresolved(
      double traceSigma, double signalSquared, double low, double observations, EstimateKind kind)
      implements NoiseEstimate {
    @Override
    public boolean isTemporal() {
      return kind == EstimateKind.TEMPORAL;
    }

    @Override
    public String toString() {
      return EstimateText.of(this);
    }
  }

  /**
   * A noise scale with a two-sided interval.
   *
   * @param traceSigma average of the unbiased {@code tr Σ}
   * @param signalSquared average of the unbiased {@code |G|²}, above 0
   * @param scale {@code traceSigma / signalSquared}, in samples
   * @param low lower end of the interval, at least 0
   * @param high upper end of the interval, finite
   * @param observations effective number of independent observations
   * @param kind what it was made from
   */
  record Resolved(
      double traceSigma,
      double signalSquared,
      double scale,
      double low,
      double high,
      double observations,
      EstimateKind kind)
      implements NoiseEstimate {
    @Override
    public boolean isTemporal() {
      return kind == EstimateKind.TEMPORAL;
    }

    @Override
    public String toString() {
      return EstimateText.of(this);
    }

    @Override
    public OptionalDouble noiseScale() {
      return OptionalDouble.of(scale);
    }
  }
}
