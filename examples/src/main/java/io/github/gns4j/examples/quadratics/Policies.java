package io.github.gns4j.examples.quadratics;

import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.LearningRateRule;

/** What decides rate and batch of a run. */
record Policies(LearningRateRule rate, BatchPolicy batch) {
  /** Returns the policies that never change anything. */
  static Policies fixed() {
    return new Policies(LearningRateRule.fixed(), BatchPolicy.of(BatchRule.fixed()));
  }
}
