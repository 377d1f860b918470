package io.github.gns4j.report;

import java.util.Objects;

/**
 * What became of a decision: progress that was predicted beside progress that was made.
 *
 * @param step step after which the audit was made
 * @param predicted ratio of progress per second that the change promised
 * @param realised ratio that was measured
 * @param kept whether the change stays; {@code false} if it was taken back
 * @param reason in words and numbers
 */
public record AuditReport(
    long step, double predicted, double realised, boolean kept, String reason) {
  /** Requires a reason. */
  public AuditReport {
    Objects.requireNonNull(reason, "reason");
  }
}
