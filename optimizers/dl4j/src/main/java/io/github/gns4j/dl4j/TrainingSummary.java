package io.github.gns4j.dl4j;

import java.util.OptionalDouble;

/**
 * What a call of {@link NoiseAwareTrainer#fit} did.
 *
 * @param reason why it ended
 * @param epochs epochs completed
 * @param steps steps taken, skipped ones included
 * @param skipped steps skipped for non-finite gradients
 * @param samples samples seen
 * @param seconds it took
 * @param metric last value of the trainer's metric, if it was measured
 */
public record TrainingSummary(
    Reason reason,
    long epochs,
    long steps,
    long skipped,
    long samples,
    double seconds,
    OptionalDouble metric) {
  /** Why training ended. */
  public enum Reason {
    /** The number of epochs was reached. */
    EPOCHS,
    /** The number of steps was reached. */
    STEPS,
    /** The time was up. */
    SECONDS,
    /** The metric reached its target. */
    METRIC,
    /** {@link NoiseAwareTrainer#stop} was called or the thread interrupted. */
    STOPPED
  }
}
