package io.github.gns4j.policy;

/** How the learning rate follows batch size and noise. Pure: no state. */
@FunctionalInterface
public interface LearningRateRule {
  /** Returns the gain for the step described by {@code input}. */
  RateGain gain(RateInput input);
}
