package io.github.gns4j.quadratic;

import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchProposal;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.policy.ProbePolicy;

/** A rate rule and a batch rule that go together. */
public enum Policy {
  /** Nothing moves. */
  FIXED,
  /** AdaScale (its root for adaptive optimizers) and the time-optimal batch. */
  TIME_OPTIMAL,
  /** AdaScale (its root) and the critical batch. */
  CRITICAL,
  /** Linear scaling (square root) and the norm test. */
  NORM_TEST,
  /** The critical-batch rate and the batch of CABS. */
  CABS,
  /** AdaScale (its root) and the augmented inner-product test. */
  INNER_PRODUCT,
  /**
   * A fixed rate and a function of the user's that knows nothing of noise: it doubles the batch up
   * to the largest one, then halves and doubles it.
   */
  USER,
  /** A rate that finds itself from below, at the base batch. */
  PROBED,
  /** The preset: rate and time-optimal batch find themselves. */
  AUTO;

  /**
   * Sets the policy.
   *
   * @param adaptive whether the optimizer divides by the root of the second moment
   * @param base batch at the start, for which the base rate was chosen
   * @param maximum largest batch
   */
  public <B extends NoiseAwareBuilder<B>> B applyTo(
      B builder, boolean adaptive, int base, int maximum) {
    BatchPolicy batch = batch(maximum).between(1, maximum).startingAt(base);
    return this == AUTO
        ? builder.auto().batch(batch).baseBatch(base)
        : builder.learningRateRule(rate(adaptive)).batch(batch).baseBatch(base);
  }

  /**
   * Returns the constant as many places after {@code first} as this one has, around the end: a try
   * of a property that takes every policy takes each with another noise and layout.
   */
  public <E extends Enum<E>> E turned(E first) {
    E[] constants = first.getDeclaringClass().getEnumConstants();
    return constants[(first.ordinal() + ordinal()) % constants.length];
  }

  private LearningRateRule rate(boolean adaptive) {
    return switch (this) {
      case FIXED, USER -> LearningRateRule.fixed();
      case TIME_OPTIMAL, CRITICAL, INNER_PRODUCT, AUTO ->
          adaptive ? LearningRateRule.squareRootAdaScale() : LearningRateRule.adaScale();
      case PROBED -> LearningRateRule.fixed().withProbe(ProbePolicy.defaults());
      case NORM_TEST -> adaptive ? LearningRateRule.squareRoot() : LearningRateRule.linear();
      case CABS -> LearningRateRule.criticalBatch();
    };
  }

  private BatchRule batch(int maximum) {
    return switch (this) {
      case FIXED, PROBED -> BatchRule.fixed();
      case TIME_OPTIMAL, AUTO -> BatchRule.timeOptimal();
      case CRITICAL -> BatchRule.critical(1);
      case NORM_TEST -> BatchRule.normTest(1);
      case CABS -> BatchRule.cabs(0);
      case INNER_PRODUCT -> BatchRule.innerProductTest(0.9, 2);
      case USER -> in -> sawtooth(in.batch(), maximum);
    };
  }

  private static BatchProposal sawtooth(int batch, int maximum) {
    return new BatchProposal.Target(batch < maximum ? 2.0 * batch : batch / 2.0, 2, "a saw tooth");
  }
}
