package io.github.gns4j.dl4j;

import io.github.gns4j.policy.LearningRateRule;

/** The rate rules by name, for configurations that are written as JSON. */
public enum RateScaling {
  /** The rate is that of the schedule, whatever the batch: {@link LearningRateRule#fixed()}. */
  FIXED,
  /** For SGD: {@link LearningRateRule#adaScale()}. */
  ADASCALE,
  /** For Adam: {@link LearningRateRule#squareRootAdaScale()}. */
  SQUARE_ROOT_ADASCALE,
  /** {@link LearningRateRule#linear()}. */
  LINEAR,
  /** {@link LearningRateRule#squareRoot()}. */
  SQUARE_ROOT,
  /** {@link LearningRateRule#criticalBatch()}. */
  CRITICAL_BATCH;

  /** Returns the rule. */
  public LearningRateRule rule() {
    return switch (this) {
      case FIXED -> LearningRateRule.fixed();
      case ADASCALE -> LearningRateRule.adaScale();
      case SQUARE_ROOT_ADASCALE -> LearningRateRule.squareRootAdaScale();
      case LINEAR -> LearningRateRule.linear();
      case SQUARE_ROOT -> LearningRateRule.squareRoot();
      case CRITICAL_BATCH -> LearningRateRule.criticalBatch();
    };
  }
}
