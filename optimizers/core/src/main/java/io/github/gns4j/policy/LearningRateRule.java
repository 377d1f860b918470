package io.github.gns4j.policy;

import java.util.Optional;

/**
 * How the learning rate follows batch size and noise. Pure: no state, safe for any number of
 * threads.
 *
 * <p>Every rule acts only on what the interval of the estimate resolves: of all gains that the
 * interval allows, it takes the smallest one. That errs towards small steps, and it lets the rate
 * move without a jump when an estimate becomes resolved or ceases to be, because that end of the
 * interval moves continuously where the point estimate passes through infinity. With {@code s =
 * B/B₀}, a noise scale {@code N} in {@code [low, high]}, and {@code r(N) = (1 + N/B₀)/(1 + N/B)}:
 *
 * <table>
 * <caption>Gain of the rules</caption>
 * <tr><th>rule</th><th>resolved</th><th>unresolved, from {@code low} up</th><th>nothing known</th></tr>
 * <tr><td>{@link #fixed()}</td><td>1</td><td>1</td><td>1</td></tr>
 * <tr><td>{@link #adaScale()}, {@code B >= B₀}</td><td>r(low)</td><td>r(low)</td><td>1</td></tr>
 * <tr><td>{@link #adaScale()}, {@code B < B₀}</td><td>r(high)</td><td>s</td><td>s</td></tr>
 * <tr><td>{@link #linear()}</td><td>s</td><td>s</td><td>s</td></tr>
 * <tr><td>{@link #squareRoot()}</td><td>√s</td><td>√s</td><td>√s</td></tr>
 * <tr><td>{@link #criticalBatch()}</td><td>1/(1 + N/B), N = min(high, 4·max(low, B))</td>
 * <td>the same with high = ∞</td><td>1/5</td></tr>
 * </table>
 *
 * <p>After a gradient that was not finite the {@link LearningRateController} keeps the gain of the
 * step before.
 */
@FunctionalInterface
public interface LearningRateRule {
  /** Returns the gain for the step described by {@code input}. */
  RateGain gain(RateInput input);

  /**
   * Returns whether the gain grows with the batch. A batch rule that counts on it must hold without
   * it: see {@link BatchRule#countsOnRate()}.
   */
  default boolean followsBatch() {
    return true;
  }

  /**
   * Returns whether the gain rests on the noise scale. Where the estimate may take oscillation for
   * noise, the {@link LearningRateController} keeps such a gain back.
   */
  default boolean followsNoise() {
    return followsBatch();
  }

  /**
   * Returns how probes of the step length move the rate, if they do. The {@link
   * LearningRateController} then owns a {@link StepLengthTuner}, and the training loop owes it the
   * probes.
   */
  default Optional<ProbePolicy> probe() {
    return Optional.empty();
  }

  /** Returns this rule with a rate that finds itself: see {@link StepLengthTuner}. */
  default LearningRateRule withProbe(ProbePolicy policy) {
    return new RateRules.Probed(this, policy);
  }

  /**
   * Returns this rule as a dry run: its gain is told in the reason, and the schedule alone decides.
   * A probe is left out, for what it measures is the rate that it has set.
   */
  default LearningRateRule advising() {
    return new RateRules.Advising(this);
  }

  /**
   * Returns {@link #squareRootAdaScale()} with a rate that finds itself, the rule that needs no
   * tuning: any base rate from 1e-6 to 1 will do. For SGD: {@code adaScale().withProbe(...)}.
   */
  static LearningRateRule probed() {
    return squareRootAdaScale().withProbe(ProbePolicy.defaults());
  }

  /** Returns the rule of gain 1 whatever the batch: the schedule alone decides. */
  static LearningRateRule fixed() {
    return RateRules.Fixed.INSTANCE;
  }

  /**
   * Returns AdaScale (Johnson et al. 2020, arXiv 2007.05105, algorithm 1): {@code r = (trΣ/B₀ +
   * |G|²)/(trΣ/B + |G|²)}, rate times {@code r}, clock plus {@code r}. {@code 1 <= r <= s} for
   * {@code B >= B₀} and {@code s <= r <= 1} below. For SGD.
   */
  static LearningRateRule adaScale() {
    return new RateRules.AdaScale(false);
  }

  /**
   * Returns the square root of AdaScale for optimizers that divide by the root of the second
   * moment, Adam and LAMB (Malladi et al. 2022, arXiv 2205.10287, theorem 4.3): rate times {@code
   * √r}, clock plus {@code r}.
   */
  static LearningRateRule squareRootAdaScale() {
    return new RateRules.AdaScale(true);
  }

  /**
   * Returns linear scaling (Goyal et al. 2017, arXiv 1706.02677): rate times {@code s}, clock plus
   * {@code s}, so that schedules run in epochs. Diverges for batches far above the noise scale.
   */
  static LearningRateRule linear() {
    return new RateRules.Power(1);
  }

  /** Returns square-root scaling: rate times {@code √s}, clock plus {@code s}. */
  static LearningRateRule squareRoot() {
    return new RateRules.Power(0.5);
  }

  /**
   * Returns the critical-batch rule (McCandlish et al. 2018, arXiv 1812.06162, equation 2.6):
   * {@code η = η_max/(1 + B_noise/B)}, clock plus {@code r}. The schedule gives {@code η_max}, the
   * rate for a batch without noise; the base batch only sets the unit of the clock.
   */
  static LearningRateRule criticalBatch() {
    return RateRules.CriticalBatch.INSTANCE;
  }
}
