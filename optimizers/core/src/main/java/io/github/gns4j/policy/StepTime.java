package io.github.gns4j.policy;

/**
 * Seconds of a step of {@code B} samples, {@code alpha + beta·B}.
 *
 * @param alpha seconds that do not grow with the batch, at least 0
 * @param beta seconds a sample, above 0
 */
public record StepTime(double alpha, double beta) {
  /** Returns the seconds of a step of {@code samples}. */
  public double seconds(double samples) {
    return alpha + beta * samples;
  }
}
