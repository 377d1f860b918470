package io.github.gns4j.monitor.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.gns4j.monitor.log.LogEntry;
import io.github.gns4j.monitor.view.Column;
import io.github.gns4j.monitor.view.Correlation;
import io.github.gns4j.monitor.view.History;
import io.github.gns4j.monitor.view.Regime;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.report.GroupReport;
import io.github.gns4j.report.SegmentReport;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * A run as the pages read it. What a reader already has is left out: points before {@link
 * Known#points}, decisions before {@link Known#marks}, numbers unless there are new ones.
 */
final class RunJson {
  private RunJson() {}

  /**
   * What a reader already has of a run.
   *
   * @param stride steps a point stood for; if that has changed, all points are sent again
   * @param points number of points, the last of which may have grown since
   * @param marks number of decisions
   * @param metrics number of measured numbers
   */
  record Known(int stride, int points, long marks, long metrics) {
    static final Known NOTHING = new Known(0, 0, 0, 0);

    static Known of(History run) {
      return new Known(
          run.points().stride(), run.points().size(), run.marked(), run.metrics().count());
    }
  }

  /** Writes one object: what {@code known} does not have of {@code run}. */
  static void write(JsonGenerator g, String id, History run, Known known) throws IOException {
    g.writeStartObject();
    g.writeStringField("id", id);
    head(g, run);
    g.writeNumberField("stride", run.points().stride());
    boolean again = run.points().stride() != known.stride();
    points(g, run, again ? 0 : Math.max(0, known.points() - 1));
    marks(g, run, known.marks());
    if (run.metrics().count() != known.metrics()) {
      metrics(g, run);
    }
    segments(g, run.segments());
    groups(g, run.groups());
    g.writeEndObject();
  }

  private static void head(JsonGenerator g, History run) throws IOException {
    g.writeStringField("name", run.name());
    g.writeBooleanField("ended", run.end().isPresent());
    g.writeNumberField("steps", run.steps());
    g.writeNumberField("skipped", run.skipped());
    g.writeNumberField("dropped", run.dropped());
    if (run.start().isPresent()) {
      g.writeStringField("started", run.start().get().started().toString());
      g.writeObjectFieldStart("settings");
      for (var setting : new TreeMap<>(run.start().get().settings()).entrySet()) {
        g.writeStringField(setting.getKey(), setting.getValue());
      }
      g.writeEndObject();
    }
    Regime regime = run.regime();
    g.writeObjectFieldStart("regime");
    g.writeStringField("verdict", regime.verdict().name().toLowerCase(Locale.ROOT));
    g.writeNumberField("batch", regime.batch());
    g.writeStringField("sentence", regime.sentence());
    g.writeEndObject();
    noise(g, "noise", run.noise());
  }

  private static void noise(JsonGenerator g, String name, NoiseEstimate noise) throws IOException {
    g.writeObjectFieldStart(name);
    switch (noise) {
      case NoiseEstimate.Resolved r -> {
        number(g, "scale", r.scale());
        number(g, "low", r.low());
        number(g, "high", r.high());
      }
      case NoiseEstimate.Unresolved u -> number(g, "low", u.low());
      case NoiseEstimate.NonFinite _, NoiseEstimate.NotReady _ -> {}
    }
    g.writeEndObject();
  }

  private static void points(JsonGenerator g, History run, int from) throws IOException {
    g.writeNumberField("from", from);
    g.writeObjectFieldStart("columns");
    for (Column column : Column.values()) {
      g.writeArrayFieldStart(column.key());
      for (int i = from; i < run.points().size(); i++) {
        value(g, run.points().get(column, i));
      }
      g.writeEndArray();
    }
    g.writeEndObject();
  }

  private static void marks(JsonGenerator g, History run, long known) throws IOException {
    g.writeNumberField("marked", run.marked());
    g.writeArrayFieldStart("marks");
    List<LogEntry> marks = run.marks();
    long first = run.marked() - marks.size();
    for (int i = (int) Math.max(0, known - first); i < marks.size(); i++) {
      MarkJson.write(g, marks.get(i));
    }
    g.writeEndArray();
  }

  private static void metrics(JsonGenerator g, History run) throws IOException {
    g.writeObjectFieldStart("metrics");
    for (String name : run.metrics().names()) {
      g.writeArrayFieldStart(name);
      for (LogEntry.Metric metric : run.metrics().get(name)) {
        g.writeStartArray();
        value(g, metric.time());
        g.writeNumber(metric.step());
        g.writeNumber(metric.samples());
        value(g, metric.value());
        g.writeEndArray();
      }
      g.writeEndArray();
    }
    g.writeEndObject();
    g.writeArrayFieldStart("correlations");
    for (Correlation correlation : Correlation.of(run)) {
      g.writeStartObject();
      g.writeStringField("metric", correlation.metric());
      g.writeStringField("statistic", correlation.statistic().key());
      g.writeNumberField("pairs", correlation.pairs());
      number(g, "rank", correlation.rank());
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  private static void segments(JsonGenerator g, List<SegmentReport> segments) throws IOException {
    g.writeArrayFieldStart("segments");
    for (SegmentReport segment : segments) {
      g.writeStartObject();
      g.writeStringField("name", segment.name());
      number(g, "share", segment.traceShare());
      number(g, "trust", segment.trustRatio());
      noise(g, "noise", segment.noise());
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  private static void groups(JsonGenerator g, List<GroupReport> groups) throws IOException {
    g.writeArrayFieldStart("groups");
    for (GroupReport group : groups) {
      g.writeStartObject();
      g.writeStringField("name", group.name());
      number(g, "samples", group.samplingShare());
      number(g, "within", group.within());
      number(g, "between", group.between());
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  static void number(JsonGenerator g, String name, double value) throws IOException {
    g.writeFieldName(name);
    value(g, value);
  }

  /** Six digits are more than a screen shows; what is missing or not finite is null. */
  private static void value(JsonGenerator g, double value) throws IOException {
    if (!Double.isFinite(value)) {
      g.writeNull();
    } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      g.writeNumber((long) value);
    } else {
      g.writeNumber(Rounding.significant(value));
    }
  }
}
