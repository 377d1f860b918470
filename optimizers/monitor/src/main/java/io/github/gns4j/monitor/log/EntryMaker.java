package io.github.gns4j.monitor.log;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.policy.BatchDecision;
import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.GradientReport;
import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** Turns what listeners are told into log entries. Not for several threads. */
final class EntryMaker {
  private static final Pattern NUMBER = Pattern.compile("-?\\d[\\d.,]*(?:[eE][-+]?\\d+)?");

  private final int partsEvery;
  private long sinceParts;
  private String lastHold = "";

  EntryMaker(int partsEvery) {
    this.partsEvery = Arguments.atLeast("partsEvery", partsEvery, 1);
    sinceParts = partsEvery;
  }

  /** The entries of one event at {@code time}: a step, a number or an audit. */
  List<LogEntry> entries(double time, Object what) {
    return switch (what) {
      case StepReport report -> step(time, report);
      case PlainStep plain -> List.of(LogEntry.Step.of(time, plain));
      case MetricReport m ->
          List.of(new LogEntry.Metric(time, m.step(), m.samples(), m.name(), m.value()));
      case AuditReport a ->
          List.of(
              new LogEntry.Audit(
                  time, a.step(), a.predicted(), a.realised(), a.kept(), a.reason()));
      default -> throw new IllegalArgumentException("an event of " + what.getClass());
    };
  }

  private List<LogEntry> step(double time, StepReport report) {
    List<LogEntry> entries = new ArrayList<>(2);
    StepDetail detail = detail(report);
    boolean parts = ++sinceParts >= partsEvery;
    sinceParts = parts ? 0 : sinceParts;
    entries.add(
        new LogEntry.Step(
            time,
            report.step(),
            report.samples(),
            report.batch().samples(),
            report.loss(),
            OptionalDouble.of(report.decision().learningRate()),
            Optional.of(parts ? detail : detail.withoutParts())));
    decisions(time, report, entries);
    return entries;
  }

  private static StepDetail detail(StepReport report) {
    return new StepDetail(
        report.batch().accumulationSteps(),
        report.gradient(),
        report.noise(),
        report.euclideanNoise(),
        report.decision().gain().factor(),
        report.decision().clock(),
        report.timing(),
        report.segments(),
        report.groups());
  }

  private void decisions(double time, StepReport report, List<LogEntry> entries) {
    if (report.gradient().isSkipped()) {
      entries.add(skip(time, report.step(), report.gradient(), report.batch().samples()));
    }
    BatchDecision batch = report.decision().batch();
    String kind = NUMBER.matcher(batch.reason()).replaceAll("#");
    if (batch.isChange()) {
      lastHold = "";
      entries.add(batch(time, report.step(), "batch", batch));
    } else if (!kind.equals(lastHold)) {
      lastHold = kind;
      entries.add(batch(time, report.step(), "hold", batch));
    }
  }

  private static LogEntry skip(double time, long step, GradientReport gradient, int batch) {
    return new LogEntry.Decision(
        time,
        step,
        "skip",
        batch,
        batch,
        1,
        "step left out: " + gradient.nonFinite() + " elements of the gradient are not finite");
  }

  private static LogEntry batch(double time, long step, String kind, BatchDecision batch) {
    return new LogEntry.Decision(
        time, step, kind, batch.previous(), batch.samples(), batch.predictedGain(), batch.reason());
  }
}
