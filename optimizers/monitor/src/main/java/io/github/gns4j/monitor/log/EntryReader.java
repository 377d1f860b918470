package io.github.gns4j.monitor.log;

import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.report.GradientReport;
import io.github.gns4j.report.GroupReport;
import io.github.gns4j.report.SegmentReport;
import io.github.gns4j.report.StepTiming;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Turns lines of {@link LogSchema} into entries. */
final class EntryReader {
  /** What logs do not tell that are older than the field. */
  private static final NoiseEstimate NOT_WRITTEN = new NoiseEstimate.NotReady("not in this log");

  private EntryReader() {}

  /**
   * Reads one line; empty if its type is not known here.
   *
   * @throws IOException if it is no JSON
   * @throws RuntimeException if it is JSON of another form
   */
  static Optional<LogEntry> read(byte[] bytes, int length) throws IOException {
    JsonObject line = JsonObject.parse(bytes, length);
    return Optional.ofNullable(
        switch (line.text("type")) {
          case "run" -> start(line);
          case "step" -> step(line);
          case "decision" -> decision(line);
          case "metric" -> metric(line);
          case "audit" -> audit(line);
          case "dropped" -> new LogEntry.Dropped(line.number("time"), line.whole("count"));
          case "end" ->
              new LogEntry.RunEnd(line.number("time"), line.whole("steps"), line.whole("dropped"));
          default -> null;
        });
  }

  private static LogEntry start(JsonObject line) {
    long schema = line.whole("schema");
    if (schema > LogSchema.VERSION) {
      throw new IllegalArgumentException(
          "schema is " + schema + ", allowed: at most " + LogSchema.VERSION);
    }
    return new LogEntry.RunStart(
        line.text("name"),
        Instant.parse(line.text("started")),
        line.count("part"),
        line.object("settings").texts());
  }

  private static LogEntry step(JsonObject line) {
    return new LogEntry.Step(
        line.number("time"),
        line.whole("step"),
        line.whole("samples"),
        line.count("batch"),
        line.optional("loss"),
        line.optional("rate"),
        line.has("noise") ? Optional.of(detail(line)) : Optional.empty());
  }

  private static StepDetail detail(JsonObject line) {
    return new StepDetail(
        line.count("accumulation"),
        gradient(line.object("gradient")),
        NoiseJson.read(line.object("noise")),
        NoiseJson.read(line.object("euclidean")),
        line.number("gain"),
        line.number("clock"),
        timing(line.object("timing")),
        segments(line),
        groups(line));
  }

  private static GradientReport gradient(JsonObject gradient) {
    return new GradientReport(
        gradient.number("norm"),
        gradient.number("clip"),
        gradient.whole("nonFinite"),
        gradient.number("lossScale"));
  }

  private static StepTiming timing(JsonObject timing) {
    return new StepTiming(
        timing.number("data"),
        timing.number("backprop"),
        timing.number("reduce"),
        timing.number("step"),
        timing.number("total"));
  }

  private static List<SegmentReport> segments(JsonObject line) {
    return line.objects("segments").stream()
        .map(
            segment ->
                new SegmentReport(
                    segment.text("name"),
                    NoiseJson.read(segment.object("noise")),
                    segment.has("own") ? NoiseJson.read(segment.object("own")) : NOT_WRITTEN,
                    segment.number("share"),
                    segment.number("trust")))
        .toList();
  }

  private static List<GroupReport> groups(JsonObject line) {
    return line.objects("groups").stream()
        .map(
            group ->
                new GroupReport(
                    group.text("name"),
                    group.number("samples"),
                    group.number("within"),
                    group.number("between")))
        .toList();
  }

  private static LogEntry decision(JsonObject line) {
    return new LogEntry.Decision(
        line.number("time"),
        line.whole("step"),
        line.text("kind"),
        line.count("from"),
        line.count("to"),
        line.number("gain"),
        line.text("reason"));
  }

  private static LogEntry metric(JsonObject line) {
    return new LogEntry.Metric(
        line.number("time"),
        line.whole("step"),
        line.whole("samples"),
        line.text("name"),
        line.number("value"));
  }

  private static LogEntry audit(JsonObject line) {
    return new LogEntry.Audit(
        line.number("time"),
        line.whole("step"),
        line.number("predicted"),
        line.number("realised"),
        line.flag("kept"),
        line.text("reason"));
  }
}
