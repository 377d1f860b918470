package io.github.gns4j.policy;

/**
 * A learning rate as a function of a clock {@code τ} that counts steps at the base batch size.
 * Pure: no state.
 */
@FunctionalInterface
public interface LearningRateSchedule {
  /**
   * Returns the base rate at clock {@code τ}.
   *
   * @param clock {@code τ >= 0}; advances by the gain of each step, so not whole in general
   * @return finite and at least 0
   */
  double at(double clock);
}
