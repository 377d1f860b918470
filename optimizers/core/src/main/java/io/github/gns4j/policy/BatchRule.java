package io.github.gns4j.policy;

/** Which batch size is best for what is known. Pure: limits, dwell and hysteresis come after it. */
@FunctionalInterface
public interface BatchRule {
  /** Returns the size wanted, or why to hold. */
  BatchProposal propose(BatchInput input);
}
