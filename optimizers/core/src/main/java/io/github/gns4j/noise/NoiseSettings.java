package io.github.gns4j.noise;

import io.github.gns4j.kernels.Arguments;

/**
 * How estimates of single steps become one with an interval.
 *
 * @param horizon {@code N₀}, samples after which a step counts {@code 1/e} of what it did; above 0
 * @param minimumHorizon the horizon never holds fewer independent observations than this, however
 *     large the batch has become; at least 2
 * @param confidence probability with which the interval is to cover the truth, in [0.6, 1)
 * @param minimumObservations independent observations before there is an estimate, at least 3
 */
public record NoiseSettings(
    double horizon, double minimumHorizon, double confidence, int minimumObservations) {
  /** Base batches in the default horizon: long beside the scatter of a step, short beside a run. */
  private static final double DEFAULT_HORIZON = 64;

  /** Keeps the quantile of Student's t within 5% of the normal one. */
  private static final double DEFAULT_MINIMUM_HORIZON = 24;

  private static final double DEFAULT_CONFIDENCE = 0.95;

  /**
   * With fewer there is hardly a degree of freedom. The interval of so few is wide, and says so: a
   * policy that acts on its near end moves early where the noise is plain, and waits elsewhere.
   */
  private static final int DEFAULT_MINIMUM_OBSERVATIONS = 4;

  /** Checks the ranges. */
  public NoiseSettings {
    Arguments.positive("horizon", horizon);
    Arguments.finite("minimumHorizon", minimumHorizon);
    if (minimumHorizon < 2) {
      throw new IllegalArgumentException(
          "minimumHorizon is " + minimumHorizon + ", allowed: at least 2");
    }
    Arguments.halfOpen("confidence", confidence, 0.6, 1);
    Arguments.atLeast("minimumObservations", minimumObservations, 3);
  }

  /**
   * Returns the default settings: a horizon of 64 base batches but at least 24 independent
   * observations, 95% confidence, an estimate from 4 independent observations on.
   *
   * @param baseBatch samples of the batch that training starts with, at least 1
   */
  public static NoiseSettings defaults(int baseBatch) {
    Arguments.atLeast("baseBatch", baseBatch, 1);
    return new NoiseSettings(
        DEFAULT_HORIZON * baseBatch,
        DEFAULT_MINIMUM_HORIZON,
        DEFAULT_CONFIDENCE,
        DEFAULT_MINIMUM_OBSERVATIONS);
  }

  /** Returns these settings with another horizon, in samples. */
  public NoiseSettings withHorizon(double samples) {
    return new NoiseSettings(samples, minimumHorizon, confidence, minimumObservations);
  }

  /** Returns these settings with another least horizon, in independent observations. */
  public NoiseSettings withMinimumHorizon(double observations) {
    return new NoiseSettings(horizon, observations, confidence, minimumObservations);
  }

  /** Returns these settings with another confidence level. */
  public NoiseSettings withConfidence(double level) {
    return new NoiseSettings(horizon, minimumHorizon, level, minimumObservations);
  }

  /** Returns these settings with another number of observations before the first estimate. */
  public NoiseSettings withMinimumObservations(int observations) {
    return new NoiseSettings(horizon, minimumHorizon, confidence, observations);
  }

  /**
   * Returns the part of the horizon that an observation takes, {@code N/N₀} limited by the least
   * horizon: older ones fade by {@code exp} of its negative.
   *
   * @param observations number of independent observations that it stands for
   */
  double share(double samples, double observations) {
    return Math.min(samples / horizon, observations / minimumHorizon);
  }
}
