package io.github.gns4j.monitor.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.gns4j.report.GradientReport;
import io.github.gns4j.report.GroupReport;
import io.github.gns4j.report.SegmentReport;
import io.github.gns4j.report.StepTiming;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.TreeMap;

/**
 * Writes entries as lines of {@link LogSchema} to a stream. Bytes of whole lines only reach the
 * stream, in one call a line, so that rotation and buffering can be done there. Not for several
 * threads.
 */
final class EntryWriter {
  private final JsonFactory json = new JsonFactory();
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final OutputStream out;

  EntryWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes one line and returns its length in bytes. */
  int write(LogEntry entry) throws IOException {
    line.reset();
    try (JsonGenerator g = json.createGenerator(line)) {
      g.writeStartObject();
      fields(g, entry);
      g.writeEndObject();
    }
    line.write('\n');
    line.writeTo(out);
    return line.size();
  }

  private static void fields(JsonGenerator g, LogEntry entry) throws IOException {
    switch (entry) {
      case LogEntry.RunStart run -> start(g, run);
      case LogEntry.Step step -> step(g, step);
      case LogEntry.Decision decision -> decision(g, decision);
      case LogEntry.Metric metric -> metric(g, metric);
      case LogEntry.Audit audit -> audit(g, audit);
      case LogEntry.Dropped dropped -> {
        head(g, "dropped", dropped);
        g.writeNumberField("count", dropped.count());
      }
      case LogEntry.RunEnd end -> {
        head(g, "end", end);
        g.writeNumberField("steps", end.steps());
        g.writeNumberField("dropped", end.dropped());
      }
    }
  }

  private static void head(JsonGenerator g, String type, LogEntry entry) throws IOException {
    g.writeStringField("type", type);
    g.writeNumberField("time", Math.round(entry.time() * 1e6) / 1e6); // a microsecond will do
  }

  private static void start(JsonGenerator g, LogEntry.RunStart run) throws IOException {
    g.writeStringField("type", "run");
    g.writeNumberField("schema", LogSchema.VERSION);
    g.writeStringField("name", run.name());
    g.writeStringField("started", run.started().toString());
    g.writeNumberField("part", run.part());
    g.writeObjectFieldStart("settings");
    for (var setting : new TreeMap<>(run.settings()).entrySet()) {
      g.writeStringField(setting.getKey(), setting.getValue());
    }
    g.writeEndObject();
  }

  private static void step(JsonGenerator g, LogEntry.Step step) throws IOException {
    head(g, "step", step);
    g.writeNumberField("step", step.step());
    g.writeNumberField("samples", step.samples());
    g.writeNumberField("batch", step.batch());
    if (step.loss().isPresent()) {
      g.writeNumberField("loss", step.loss().getAsDouble());
    }
    if (step.rate().isPresent()) {
      g.writeNumberField("rate", step.rate().getAsDouble());
    }
    if (step.detail().isPresent()) {
      detail(g, step.detail().get());
    }
  }

  private static void detail(JsonGenerator g, StepDetail detail) throws IOException {
    g.writeNumberField("accumulation", detail.accumulation());
    g.writeNumberField("gain", detail.gain());
    g.writeNumberField("clock", detail.clock());
    gradient(g, detail.gradient());
    NoiseJson.write(g, "noise", detail.noise());
    NoiseJson.write(g, "euclidean", detail.euclideanNoise());
    timing(g, detail.timing());
    if (!detail.segments().isEmpty()) {
      segments(g, detail.segments());
    }
    if (!detail.groups().isEmpty()) {
      groups(g, detail.groups());
    }
  }

  private static void gradient(JsonGenerator g, GradientReport gradient) throws IOException {
    g.writeObjectFieldStart("gradient");
    g.writeNumberField("norm", gradient.norm());
    g.writeNumberField("clip", gradient.clipCoefficient());
    g.writeNumberField("nonFinite", gradient.nonFinite());
    g.writeNumberField("lossScale", gradient.lossScale());
    g.writeEndObject();
  }

  private static void timing(JsonGenerator g, StepTiming timing) throws IOException {
    g.writeObjectFieldStart("timing");
    g.writeNumberField("data", timing.data());
    g.writeNumberField("backprop", timing.backprop());
    g.writeNumberField("reduce", timing.reduce());
    g.writeNumberField("step", timing.step());
    g.writeNumberField("total", timing.total());
    g.writeEndObject();
  }

  private static void segments(JsonGenerator g, List<SegmentReport> segments) throws IOException {
    g.writeArrayFieldStart("segments");
    for (SegmentReport segment : segments) {
      g.writeStartObject();
      g.writeStringField("name", segment.name());
      NoiseJson.write(g, "noise", segment.noise());
      NoiseJson.write(g, "own", segment.optimizerNoise());
      g.writeNumberField("share", segment.traceShare());
      g.writeNumberField("trust", segment.trustRatio());
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  private static void groups(JsonGenerator g, List<GroupReport> groups) throws IOException {
    g.writeArrayFieldStart("groups");
    for (GroupReport group : groups) {
      g.writeStartObject();
      g.writeStringField("name", group.name());
      g.writeNumberField("samples", group.samplingShare());
      g.writeNumberField("within", group.within());
      g.writeNumberField("between", group.between());
      g.writeEndObject();
    }
    g.writeEndArray();
  }

  private static void decision(JsonGenerator g, LogEntry.Decision decision) throws IOException {
    head(g, "decision", decision);
    g.writeNumberField("step", decision.step());
    g.writeStringField("kind", decision.kind());
    g.writeNumberField("from", decision.from());
    g.writeNumberField("to", decision.to());
    g.writeNumberField("gain", decision.predictedGain());
    g.writeStringField("reason", decision.reason());
  }

  private static void metric(JsonGenerator g, LogEntry.Metric metric) throws IOException {
    head(g, "metric", metric);
    g.writeNumberField("step", metric.step());
    g.writeNumberField("samples", metric.samples());
    g.writeStringField("name", metric.name());
    g.writeNumberField("value", metric.value());
  }

  private static void audit(JsonGenerator g, LogEntry.Audit audit) throws IOException {
    head(g, "audit", audit);
    g.writeNumberField("step", audit.step());
    g.writeNumberField("predicted", audit.predicted());
    g.writeNumberField("realised", audit.realised());
    g.writeBooleanField("kept", audit.kept());
    g.writeStringField("reason", audit.reason());
  }
}
