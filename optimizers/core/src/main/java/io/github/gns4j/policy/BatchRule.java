package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;

/**
 * Which batch size is best for what is known. Pure: limits, dwell and hysteresis come after it, in
 * the {@link BatchController}. Safe for any number of threads.
 *
 * <p>The rules here act only on what the interval of the noise scale resolves: while the present
 * batch lies between the sizes that the two ends of the interval call for, they hold; otherwise
 * they go to the nearer of the two, so that the gain they predict is the smallest one the interval
 * allows. While the noise scale is not resolved they hold. A user's rule is a function:
 *
 * <pre>{@code
 * BatchRule rule = input -> new BatchProposal.Target(2 * input.batch(), 1.5, "twice the batch");
 * }</pre>
 */
@FunctionalInterface
public interface BatchRule {
  /** Returns the size wanted, or why to hold. */
  BatchProposal propose(BatchInput input);

  /**
   * Returns whether the size is only best if the learning rate follows the batch. A rule of which
   * this is true is held by the {@link BatchController} under a fixed rate until the loss has
   * reached its noise floor: a larger batch at the same rate costs time and gains nothing before. A
   * user's rule makes no such assumption unless it says so.
   */
  default boolean countsOnRate() {
    return false;
  }

  /** Returns whether the rule needs the fitted seconds of a step. */
  default boolean needsStepTime() {
    return false;
  }

  /** Returns the rule that never changes the batch. */
  static BatchRule fixed() {
    return BatchRules.Fixed.INSTANCE;
  }

  /**
   * Returns the rule {@code B* = c·B_noise} (McCandlish et al. 2018, arXiv 1812.06162, §2.3: {@code
   * c = 1} takes twice the fewest steps and twice the fewest samples). The gain is that of the
   * trade-off of steps against samples, {@code (1 + x)(1 + 1/x)/4} with {@code x = B/B*}.
   *
   * @param c above 0
   */
  static BatchRule critical(double c) {
    return new BatchRules.Critical(c, "critical batch");
  }

  /**
   * Returns the norm test (Byrd et al. 2012, equation 2.5, doi 10.1007/s10107-012-0572-5): the
   * smallest batch with {@code trΣ/B <= θ²|G|²}, that is {@code B* = B_noise/θ²}.
   *
   * @param theta θ, above 0
   */
  static BatchRule normTest(double theta) {
    return BatchRules.normTest(theta);
  }

  /**
   * Returns the inner-product test (Bollapragada, Byrd &amp; Nocedal 2018, arXiv 1710.11258,
   * condition 2.4): the smallest batch with {@code GᵀΣG/B <= θ²|G|⁴}, so that the step is a descent
   * direction most of the time. Much smaller than that of the norm test where noise is spread over
   * many directions. Without the orthogonality test that the authors add for safety, so best with a
   * least batch. Needs momentum: see {@link io.github.gns4j.statistics.AlongSignal}.
   *
   * @param theta θ, above 0; the authors take 0.9
   */
  static BatchRule innerProductTest(double theta) {
    return new InnerProductRule(theta, Double.POSITIVE_INFINITY);
  }

  /**
   * Returns the augmented inner-product test of the same authors, which also bounds what of the
   * gradient is orthogonal to the signal: the smallest batch with {@code GᵀΣG/B <= θ²|G|⁴} and
   * {@code (tr Σ − GᵀΣG/|G|²)/B <= ν²|G|²}, all Euclidean, so that a step is mostly not at a right
   * angle to the gradient. Never less than {@code B_noise/(θ² + ν²)}.
   *
   * @param theta θ, above 0
   * @param nu ν, above 0
   */
  static BatchRule innerProductTest(double theta, double nu) {
    return new InnerProductRule(theta, Arguments.positive("nu", nu));
  }

  /**
   * Returns {@link #innerProductTest(double, double)} with the values of the authors, {@code θ =
   * 0.9} and {@code ν = 5.84}, for an angle of 80 degrees or so.
   */
  static BatchRule innerProductTest() {
    return innerProductTest(0.9, 5.84);
  }

  /**
   * Returns the rule of the most progress per second: the minimum of {@code (1 + B_noise/B)·(α +
   * βB)}, {@code B* = √(B_noise·α/β)} while a batch is computed at once. Beyond the largest
   * micro-batch {@code b} a sample costs {@code β + α/b} and only {@code perStep} is left to be
   * shared, so {@code B*} is {@code b} or {@code √(B_noise·perStep/(β + α/b))} if that is larger.
   */
  static BatchRule timeOptimal() {
    return BatchRules.TimeOptimal.INSTANCE;
  }

  /**
   * Returns the rule of the most progress per sample, {@code α → 0} in {@link #timeOptimal()}: the
   * smallest batch that is allowed.
   */
  static BatchRule sampleOptimal() {
    return BatchRules.Extreme.SAMPLES;
  }

  /**
   * Returns the rule of the most progress per step, {@code β → 0} in {@link #timeOptimal()}: the
   * largest batch that is allowed.
   */
  static BatchRule stepOptimal() {
    return BatchRules.Extreme.STEPS;
  }

  /**
   * Returns CABS (Balles et al. 2017, arXiv 1612.05086, equation 12): {@code B* = η·trΣ/(L − L*)}.
   * It couples the batch to a given rate instead of the rate to the batch, needs the loss and the
   * Euclidean noise, and holds while the loss is not above {@code lossFloor}.
   *
   * @param lossFloor {@code L*}, the loss that cannot be undercut, finite; 0 if unknown
   */
  static BatchRule cabs(double lossFloor) {
    return new Cabs(lossFloor);
  }

  /**
   * Returns CABS with the cost of a step, for SGD at a rate that does not follow the batch. With
   * momentum {@code μ}, CABS's batch is {@code R = η·trΣ/((1 − μ)(L − L*))}; at rate {@code η} the
   * noise keeps the loss of a quadratic at {@code ½R/B·(L − L*)} if {@code η <= (1 + μ)/h}, and
   * below twice that up to three quarters of the stability limit {@code 2(1 + μ)/h}. Counting
   * {@code R/B}, the rest of the loss falls by {@code e} in a number of steps that the batch does
   * not change, and the whole loss ends where it should after {@code 1 + ln(B/(B − R))} such falls,
   * whose samples are mostly those of the end. The seconds {@code α(1 + ln(B/(B − R))) + βB} are
   * least at
   *
   * <pre>{@code B* = R/2·(1 + √(1 + 4α/(βR)))}</pre>
   *
   * <p>which is about {@code √(R·α/β)} where a step costs much and {@code R} where a sample does.
   * Where {@code trΣ/|G|²} says how much noise hides the direction of the next step, {@code R} says
   * how much of it stays in the loss: in an ill-conditioned problem the former is far larger.
   *
   * @param lossFloor {@code L*}, the loss that cannot be undercut, finite; 0 if unknown
   * @param momentum μ, in [0, 1)
   */
  static BatchRule timeOptimalCabs(double lossFloor, double momentum) {
    return new TimedCabs(new Cabs(lossFloor), momentum);
  }

  /** Returns this rule with limits; the batch starts at the base batch of the learning rate. */
  default BatchPolicy between(int minimum, int maximum) {
    return BatchPolicy.of(this).between(minimum, maximum);
  }

  /** Returns this rule with a first batch. */
  default BatchPolicy startingAt(int samples) {
    return BatchPolicy.of(this).startingAt(samples);
  }
}
