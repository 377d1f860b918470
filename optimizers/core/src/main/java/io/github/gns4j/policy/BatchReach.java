package io.github.gns4j.policy;

import io.github.gns4j.policy.BatchProposal.Target;

/**
 * How far one change goes from a batch towards what a rule proposes, inside the limits of a policy.
 *
 * @param policy the limits
 * @param steps the sizes that one change can reach
 */
record BatchReach(BatchPolicy policy, BatchSteps steps) {
  /** Returns the size that is aimed at, inside minimum and maximum. */
  double aim(Target target) {
    return Math.clamp(target.samples(), policy.minimum(), policy.maximum());
  }

  /** Returns the size that one change reaches. */
  int size(int batch, Target target) {
    return steps.towards(batch, aim(target));
  }

  /** Lower bound of the gain at {@code size} between the batch and the aim. */
  double gain(int batch, Target target, double size) {
    double whole = Math.log(target.samples() / batch);
    double part = whole == 0 ? 0 : Math.clamp(Math.log(size / batch) / whole, 0, 1);
    return Math.pow(target.predictedGain(), part);
  }

  /** Returns what keeps {@code size} from the proposal. */
  BatchLimit limit(int batch, Target target, int size) {
    double aim = aim(target);
    if (Math.abs(size - aim) >= 1) {
      boolean far = size > batch ? aim > batch * policy.growth() : aim < batch / policy.growth();
      return far && size != batch ? BatchLimit.GROWTH : BatchLimit.WHOLE_MICRO_BATCHES;
    }
    if (aim == target.samples()) {
      return BatchLimit.NONE;
    }
    return aim < target.samples() ? BatchLimit.MAXIMUM : BatchLimit.MINIMUM;
  }
}
