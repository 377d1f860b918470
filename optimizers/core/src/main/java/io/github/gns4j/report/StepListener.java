package io.github.gns4j.report;

/** Is told of every step, on the thread that trains, after the step is complete. */
@FunctionalInterface
public interface StepListener {
  /** Receives the report of one step; must return quickly. */
  void onStep(StepReport report);

  /** Receives a number measured beside the steps, such as validation accuracy. */
  default void onMetric(MetricReport metric) {}

  /** Receives what became of a decision. */
  default void onAudit(AuditReport audit) {}

  /** Training is over; release what was opened. Called at most once. */
  default void onClose() {}
}
