package io.github.gns4j.examples.race;

import io.github.gns4j.monitor.log.PlainStep;
import io.github.gns4j.monitor.log.RunListener;
import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.StepReport;
import java.util.List;

/**
 * Tells several listeners the same.
 *
 * @param all of them, in the order they are told
 */
record Listeners(List<RunListener> all) implements RunListener {
  static RunListener of(RunListener... listeners) {
    return new Listeners(List.of(listeners));
  }

  @Override
  public void onStep(StepReport report) {
    all.forEach(listener -> listener.onStep(report));
  }

  @Override
  public void onPlainStep(PlainStep step) {
    all.forEach(listener -> listener.onPlainStep(step));
  }

  @Override
  public void onMetric(MetricReport metric) {
    all.forEach(listener -> listener.onMetric(metric));
  }

  @Override
  public void onAudit(AuditReport audit) {
    all.forEach(listener -> listener.onAudit(audit));
  }

  @Override
  public void onClose() {
    all.forEach(RunListener::onClose);
  }
}
