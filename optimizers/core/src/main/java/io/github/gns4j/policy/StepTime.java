package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;

/**
 * Seconds of a step of {@code B} samples in {@code k} micro-batches: {@code perStep + α·k + β·B}.
 *
 * @param perStep seconds a step, whatever its batch and micro-batches (optimizer step, all-reduce),
 *     at least 0
 * @param alpha seconds a micro-batch that do not grow with its samples, at least 0
 * @param beta seconds a sample, above 0
 */
public record StepTime(double perStep, double alpha, double beta) {
  /** Checks the ranges. */
  public StepTime {
    Arguments.nonNegative("perStep", perStep);
    Arguments.nonNegative("alpha", alpha);
    Arguments.positive("beta", beta);
  }

  /** Makes a step time of {@code α + β·B} whose batches are computed at once. */
  public StepTime(double alpha, double beta) {
    this(0, alpha, beta);
  }

  /** Returns the seconds of a step of {@code samples} computed at once. */
  public double seconds(double samples) {
    return perStep + alpha + beta * samples;
  }

  /**
   * Returns the seconds of a step of {@code samples} in micro-batches of at most {@code
   * maxMicroBatch}. Beyond the first micro-batch their number is taken as a real one, so that the
   * time has no steps in it.
   */
  public double seconds(double samples, int maxMicroBatch) {
    return perStep + alpha * Math.max(1, samples / maxMicroBatch) + beta * samples;
  }
}
