package io.github.gns4j.policy;

import java.util.Objects;

/**
 * The batch size of the steps to come.
 *
 * @param samples samples a batch
 * @param previous samples a batch before
 * @param advised samples a batch that the rule calls for within its limits; differs from {@code
 *     samples} only where the policy merely advises
 * @param predictedGain predicted ratio of progress after to before; 1 if nothing changes
 * @param limit what held the batch back, or NONE
 * @param reason what the rule said and which limit held, in words and numbers
 */
public record BatchDecision(
    int samples, int previous, int advised, double predictedGain, BatchLimit limit, String reason) {
  /** Requires a reason. */
  public BatchDecision {
    Objects.requireNonNull(limit, "limit");
    Objects.requireNonNull(reason, "reason");
  }

  /** Makes a decision in which no limit held. */
  public BatchDecision(int samples, int previous, double predictedGain, String reason) {
    this(samples, previous, samples, predictedGain, BatchLimit.NONE, reason);
  }

  /** Returns whether the batch size changes. */
  public boolean isChange() {
    return samples != previous;
  }
}
