package io.github.gns4j.policy;

/**
 * The learning rate of one step.
 *
 * @param learningRate schedule times gain times multiplier, finite and at least 0
 * @param clock schedule clock {@code τ} at which the base rate was read
 * @param batch samples of the step
 * @param gain what the rate rule said, after the limit on its rise
 * @param multiplier what the step-length probe found, 1 without one
 * @param why reason of gain and multiplier, in words and numbers
 */
public record RateDecision(
    double learningRate, double clock, int batch, RateGain gain, double multiplier, Reason why) {
  /** Returns the reason of gain and multiplier, in words and numbers. */
  public String reason() {
    return why.words();
  }
}
