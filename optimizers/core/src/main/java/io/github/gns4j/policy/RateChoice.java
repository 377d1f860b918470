package io.github.gns4j.policy;

/**
 * The learning rate of the step to take, as a {@link LearningRateController} has chosen it last:
 * what a {@link RateDecision} says, in numbers that the next choice replaces, so that a step of
 * which nobody wants to be told makes no record. Not safe for use by several threads at once.
 */
public final class RateChoice {
  private final boolean isProbed;
  private double learningRate;
  private double clock;
  private int batch;
  private RateGain gain;
  private double multiplier;

  /**
   * @param isProbed whether a probe moves the rate, so that the reason has more to tell than the
   *     rule
   */
  RateChoice(boolean isProbed) {
    this.isProbed = isProbed;
  }

  void set(double rate, double at, int samples, RateGain ofRule, double found) {
    learningRate = rate;
    clock = at;
    batch = samples;
    gain = ofRule;
    multiplier = found;
  }

  /** Returns schedule times gain times multiplier, finite and at least 0. */
  public double learningRate() {
    return learningRate;
  }

  /** Returns the samples of the step. */
  public int batch() {
    return batch;
  }

  /** Returns what the rate rule said, after the limit on its rise. */
  public RateGain gain() {
    return gain;
  }

  /**
   * Returns the decision for the whole step, in which the gain has the multiplier in it.
   *
   * @param why reason of gain and multiplier
   * @param next the batch of the steps after it
   */
  public StepDecision with(Reason why, BatchDecision next) {
    boolean asItIs = multiplier == 1 && !isProbed;
    RateGain all =
        asItIs ? gain : new RateGain(gain.factor() * multiplier, gain.clockAdvance(), why);
    return new StepDecision(learningRate, clock, all, next);
  }

  /** Returns the choice as a record, with the reason of gain and multiplier. */
  RateDecision decision(Reason why) {
    return new RateDecision(learningRate, clock, batch, gain, multiplier, why);
  }
}
