package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The learning rate of every step: {@code η = η₀(τ)·gain}, where the clock {@code τ} advances by
 * what the rule says, and only when a step is applied. A change of the batch never resets it.
 *
 * <p>The gain never jumps up: it rises by at most {@value #RISE_PER_STEP} a step (the clock
 * advances less in the same proportion), because the moments of the optimizer and the estimate
 * follow a larger batch over several steps. It falls at once. After a gradient that was not finite
 * the gain stays, scaled down with the batch if that shrank.
 *
 * <p>Where the estimate {@linkplain #decide(RateInput, OptionalDouble) cannot tell} oscillation
 * from noise, a gain above 1 rises by {@value #CAREFUL_RISE} a step, and is halved (to 1 at least)
 * after every step that finds more than a fifth of the gradient alternating. Otherwise AdaScale
 * would raise a rate that is too high, and the more so the more the iterate oscillates.
 *
 * <p>Under a rule {@linkplain LearningRateRule#withProbe with a probe} the rate is multiplied by
 * what the {@link #tuner()} found; the training loop owes it the probes.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class LearningRateController implements Stateful {
  /**
   * Largest factor by which the gain rises in a step: a doubled batch is followed in 8 steps, fewer
   * than the ten over which the usual first moment averages.
   */
  static final double RISE_PER_STEP = 1.1;

  /**
   * The same above 1 where oscillation may pass for noise: a rate just past the limit of stability
   * grows slowly enough for the steps it takes to tell.
   */
  static final double CAREFUL_RISE = 1.02;

  /** Noise alone in a thousand directions passes it with momentum 0.9 once in 10⁵ steps. */
  private static final double ALTERNATING = 0.2;

  private final LearningRateSchedule schedule;
  private final LearningRateRule rule;
  private final StepLengthTuner tuner;
  private double clock;
  private int lastBatch;
  private double lastFactor;
  private double lastAdvance;
  private final RecentGain recent = new RecentGain();
  private final RateChoice choice;

  /** What the rule was asked last, and what it said: not state. */
  private RateInput lastInput;

  private RateGain lastGain;

  /** Starts at clock 0. */
  public LearningRateController(LearningRateSchedule schedule, LearningRateRule rule) {
    this.schedule = Objects.requireNonNull(schedule, "schedule");
    this.rule = Objects.requireNonNull(rule, "rule");
    this.tuner =
        rule.probe().map(policy -> new StepLengthTuner(policy, schedule.at(0))).orElse(null);
    this.choice = new RateChoice(tuner != null);
  }

  /** Returns what moves the rate by probes, if the rule has one. */
  public Optional<StepLengthTuner> tuner() {
    return Optional.ofNullable(tuner);
  }

  /** Returns the rule. */
  public LearningRateRule rule() {
    return rule;
  }

  /** Returns the clock {@code τ} of the next step. */
  public double clock() {
    return clock;
  }

  /**
   * Returns the rate for the step described by {@code input}, whose estimate tells oscillation from
   * noise; changes no state.
   */
  public RateDecision decide(RateInput input) {
    return decide(input, OptionalDouble.empty());
  }

  /**
   * Returns the rate for the step described by {@code input}; changes no state.
   *
   * @param alternating part of the gradient that changes its sign from step to step, if the
   *     estimate cannot tell it from noise; then finite
   */
  public RateDecision decide(RateInput input, OptionalDouble alternating) {
    return choose(input, alternating).decision(reason());
  }

  /** Returns the reason of the last choice, with what the tuner says now. */
  public Reason reason() {
    RateGain gain = choice.gain();
    return tuner == null ? gain.why() : with(gain, tuner.why());
  }

  private static Reason with(RateGain gain, Reason found) {
    return Reason.of(() -> gain.why() + "; rate " + found);
  }

  /**
   * Decides as {@link #decide(RateInput, OptionalDouble)} does, without a record of it.
   *
   * @return always the same object, which the next decision changes
   */
  public RateChoice choose(RateInput input, OptionalDouble alternating) {
    RateGain gain = held(input) ? kept(input) : gain(input);
    gain = limited(gain, most(alternating));
    double multiplier = tuner == null ? 1 : tuner.multiplier();
    choice.set(base() * gain.factor() * multiplier, clock, input.batch(), gain, multiplier);
    return choice;
  }

  /** The rule is a function: what is given again tells the same again. */
  private RateGain gain(RateInput input) {
    if (!input.equals(lastInput)) {
      lastGain = rule.gain(input);
      lastInput = input;
    }
    return lastGain;
  }

  /** The name of what is refused is written only then: this is asked in every step. */
  private double base() {
    double base = schedule.at(clock);
    return base >= 0 && Double.isFinite(base)
        ? base
        : Arguments.nonNegative("learning rate at clock " + clock, base);
  }

  /** Moves the clock: the step of {@code decision} was applied. */
  public void advance(RateDecision decision) {
    advance(decision.gain(), decision.batch());
  }

  /** Moves the clock: the step of the last choice was applied. */
  public void advance() {
    advance(choice.gain(), choice.batch());
  }

  private void advance(RateGain gain, int samples) {
    clock += gain.clockAdvance();
    lastBatch = samples;
    lastFactor = gain.factor();
    lastAdvance = gain.clockAdvance();
    recent.add(lastFactor);
  }

  private boolean held(RateInput input) {
    return lastBatch > 0 && rule.followsBatch() && input.noise() instanceof NoiseEstimate.NonFinite;
  }

  private RateGain kept(RateInput input) {
    double shrink = Math.min(1, (double) input.batch() / lastBatch);
    String reason =
        "gain " + Words.number(lastFactor * shrink) + " kept: " + Words.noise(input.noise());
    return new RateGain(lastFactor * shrink, lastAdvance * shrink, reason);
  }

  /** Returns the largest gain of this step. */
  private double most(OptionalDouble alternating) {
    double usual = Math.max(lastFactor * RISE_PER_STEP, recent.largest());
    if (!rule.followsNoise() || alternating.isEmpty()) {
      return usual;
    }
    boolean swings = alternating.getAsDouble() > ALTERNATING;
    return Math.min(usual, Math.max(1, lastFactor * (swings ? 0.5 : CAREFUL_RISE)));
  }

  private RateGain limited(RateGain wanted, double most) {
    if (lastBatch == 0 || lastFactor == 0 || wanted.factor() <= most) {
      return wanted;
    }
    String how = most < lastFactor ? "; oscillates: falls to " : "; rises to ";
    Reason reason = Reason.of(() -> words(wanted, how, most));
    return new RateGain(most, wanted.clockAdvance() * most / wanted.factor(), reason);
  }

  private static String words(RateGain wanted, String how, double most) {
    return wanted.why()
        + how
        + Words.number(most)
        + " of "
        + Words.number(wanted.factor())
        + " in this step";
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(clock);
    out.writeInt(lastBatch);
    out.writeDouble(lastFactor);
    out.writeDouble(lastAdvance);
    recent.save(out);
    if (tuner != null) {
      tuner.save(out);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    clock = in.readDouble();
    lastBatch = in.readInt();
    lastFactor = in.readDouble();
    lastAdvance = in.readDouble();
    recent.restore(in);
    if (tuner != null) {
      tuner.restore(in);
    }
  }

  @Override
  public String toString() {
    return schedule + ", " + rule + " at clock " + Words.number(clock);
  }
}
