package io.github.gns4j;

import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.step.StepRule;

/**
 * The metric in which the noise of a step's parts is measured: that of the second moments as the
 * steps before have left them.
 *
 * <p>Of {@code t} equal Gaussian gradients before it, the square of the next over the mean of their
 * squares has the mean {@code t/(t − 2)}, and none for one or two: after one step the few elements
 * whose gradient was next to 0 outweigh all others, by a factor of 10⁷ in the softmax regression of
 * the examples. So the metric counts from the third step on. Where the rate finds itself it counts
 * from the first: what its first noise decides is where scouting goes on, and runs took longer
 * without (decision 105).
 */
final class MetricOfParts {
  private static final int STEPS = 3;

  private final StepRule rule;
  private final int from;

  MetricOfParts(StepRule rule, LearningRateRule rate) {
    this.rule = rule;
    this.from = rate.probe().isPresent() ? 1 : STEPS;
  }

  /** Returns null if there is none: for SGD, and too early. */
  Preconditioner now() {
    return rule.applied() < from ? null : rule.metric().orElse(null);
  }
}
