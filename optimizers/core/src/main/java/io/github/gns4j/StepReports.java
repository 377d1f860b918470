package io.github.gns4j;

import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.policy.StepDecision;
import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.GradientReport;
import io.github.gns4j.report.GroupReport;
import io.github.gns4j.report.StepListener;
import io.github.gns4j.report.StepReport;
import io.github.gns4j.report.StepTimer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Makes the reports of steps and tells them to the listeners. Not thread-safe. */
final class StepReports {
  private final List<StepListener> listeners;
  private final SegmentReports segments;
  private final Progress progress;
  private final NoiseTracker noise;
  private final StepTimer timer;
  private BatchPlan last;

  StepReports(
      OptimizerSettings settings,
      Segments segments,
      Progress progress,
      NoiseTracker noise,
      StepTimer timer) {
    this.listeners = settings.listeners();
    this.segments = new SegmentReports(segments, settings.perSegment());
    this.progress = progress;
    this.noise = noise;
    this.timer = timer;
  }

  /** Returns whether anyone listens. */
  boolean isHeard() {
    return !listeners.isEmpty();
  }

  /**
   * What a report says of a step that is kept nowhere else.
   *
   * @param batch samples of the step
   * @param parts micro-batches it was computed in
   * @param loss mean loss over the batch, if known
   * @param gradient what became of the gradient
   * @param sums by-products of the step
   * @param groups data groups, empty if none were told
   */
  record Taken(
      int batch,
      int parts,
      OptionalDouble loss,
      GradientReport gradient,
      Sums sums,
      List<GroupReport> groups) {}

  /** Returns the report of the step that was counted, timed and learned from last. */
  StepReport of(Taken step, StepDecision decision, Optional<AuditReport> audit) {
    return new StepReport(
        progress.steps,
        progress.samples,
        plan(step.batch(), Math.ceilDiv(step.batch(), step.parts())),
        step.loss(),
        step.gradient(),
        noise.noise(),
        noise.euclidean(),
        segments.of(noise, step.sums()),
        decision,
        timer.timing(),
        step.groups(),
        audit);
  }

  private BatchPlan plan(int samples, int atOnce) {
    if (last == null || last.samples() != samples || last.maxMicroBatch() != atOnce) {
      last = new BatchPlan(samples, atOnce);
    }
    return last;
  }

  void tell(StepReport report) {
    for (StepListener listener : listeners) {
      listener.onStep(report);
    }
    report.audit().ifPresent(told -> listeners.forEach(listener -> listener.onAudit(told)));
  }

  void tellEnd() {
    listeners.forEach(StepListener::onClose);
  }
}
