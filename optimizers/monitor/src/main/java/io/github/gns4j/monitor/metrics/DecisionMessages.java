package io.github.gns4j.monitor.metrics;

import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what was decided, and nothing else: changes of the batch size and audits that let them stand
 * at INFO, steps left out and changes taken back at WARN. Of steps left out in a row only the first
 * is told, and how many there were. Not for several threads.
 */
public final class DecisionMessages implements StepListener {
  private final Logger log;
  private long skippedInRow;

  /** Logs to the logger {@code io.github.gns4j.decisions}. */
  public DecisionMessages() {
    this(LoggerFactory.getLogger("io.github.gns4j.decisions"));
  }

  /** Logs to another logger. */
  public DecisionMessages(Logger log) {
    this.log = Objects.requireNonNull(log, "log");
  }

  @Override
  public void onStep(StepReport report) {
    if (report.gradient().isSkipped()) {
      if (skippedInRow++ == 0) {
        long bad = report.gradient().nonFinite();
        log.warn("step {} left out: {} elements of the gradient not finite", report.step(), bad);
      }
      return;
    }
    if (skippedInRow > 1) {
      log.warn("step {} taken again after {} left out", report.step(), skippedInRow);
    }
    skippedInRow = 0;
    var batch = report.decision().batch();
    if (batch.isChange()) {
      log.info(
          "step {}: batch {} -> {}: {}",
          report.step(),
          batch.previous(),
          batch.samples(),
          batch.reason());
    }
  }

  @Override
  public void onAudit(AuditReport audit) {
    if (audit.kept()) {
      log.info("step {}: change stays: {}", audit.step(), audit.reason());
    } else {
      log.warn("step {}: change taken back: {}", audit.step(), audit.reason());
    }
  }
}
