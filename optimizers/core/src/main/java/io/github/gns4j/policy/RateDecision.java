package io.github.gns4j.policy;

/**
 * The learning rate of one step.
 *
 * @param learningRate schedule times gain, finite and at least 0
 * @param clock schedule clock {@code τ} at which the base rate was read
 * @param batch samples of the step
 * @param gain what the rate rule said, after the limit on its rise
 */
public record RateDecision(double learningRate, double clock, int batch, RateGain gain) {
  /** Returns the decision for the whole step. */
  public StepDecision with(BatchDecision next) {
    return new StepDecision(learningRate, clock, gain, next);
  }
}
