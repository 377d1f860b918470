package io.github.gns4j.quadratic;

import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.LearningRateRule;

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
  CABS;

  /**
   * Sets the policy.
   *
   * @param adaptive whether the optimizer divides by the root of the second moment
   * @param base batch at the start, for which the base rate was chosen
   * @param maximum largest batch
   */
  public <B extends NoiseAwareBuilder<B>> B applyTo(
      B builder, boolean adaptive, int base, int maximum) {
    return builder.learningRateRule(rate(adaptive)).batch(batch(base, maximum)).baseBatch(base);
  }

  private LearningRateRule rate(boolean adaptive) {
    return switch (this) {
      case FIXED -> LearningRateRule.fixed();
      case TIME_OPTIMAL, CRITICAL ->
          adaptive ? LearningRateRule.squareRootAdaScale() : LearningRateRule.adaScale();
      case NORM_TEST -> adaptive ? LearningRateRule.squareRoot() : LearningRateRule.linear();
      case CABS -> LearningRateRule.criticalBatch();
    };
  }

  private BatchPolicy batch(int base, int maximum) {
    BatchRule rule =
        switch (this) {
          case FIXED -> BatchRule.fixed();
          case TIME_OPTIMAL -> BatchRule.timeOptimal();
          case CRITICAL -> BatchRule.critical(1);
          case NORM_TEST -> BatchRule.normTest(1);
          case CABS -> BatchRule.cabs(0);
        };
    return rule.between(1, maximum).startingAt(base);
  }
}
