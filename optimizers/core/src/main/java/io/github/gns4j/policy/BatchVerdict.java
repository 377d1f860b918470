package io.github.gns4j.policy;

import java.util.Objects;

/**
 * What became of a change of the batch.
 *
 * @param previous samples a batch before the change
 * @param samples samples a batch after it
 * @param predicted ratio of progress that the change promised
 * @param realised ratio of the fall of the loss per second (per sample where seconds are not known)
 *     after the change to what was to be expected without it
 * @param high upper end of the interval of the realised ratio; infinite if the fall before is not
 *     resolved
 * @param kept whether the change stays
 * @param reason in words and numbers
 */
public record BatchVerdict(
    int previous,
    int samples,
    double predicted,
    double realised,
    double high,
    boolean kept,
    String reason) {
  /** Requires a reason. */
  public BatchVerdict {
    Objects.requireNonNull(reason, "reason");
  }
}
