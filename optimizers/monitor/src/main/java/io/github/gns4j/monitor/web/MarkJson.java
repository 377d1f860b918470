package io.github.gns4j.monitor.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.gns4j.monitor.log.LogEntry;
import java.io.IOException;

/** Decisions and audits as the pages read them. */
final class MarkJson {
  private MarkJson() {}

  static void write(JsonGenerator g, LogEntry mark) throws IOException {
    g.writeStartObject();
    RunJson.number(g, "time", mark.time());
    switch (mark) {
      case LogEntry.Decision decision -> {
        g.writeNumberField("step", decision.step());
        g.writeStringField("kind", decision.kind());
        g.writeNumberField("from", decision.from());
        g.writeNumberField("to", decision.to());
        RunJson.number(g, "gain", decision.predictedGain());
        g.writeStringField("reason", decision.reason());
      }
      case LogEntry.Audit audit -> {
        g.writeNumberField("step", audit.step());
        g.writeStringField("kind", "audit");
        RunJson.number(g, "predicted", audit.predicted());
        RunJson.number(g, "realised", audit.realised());
        g.writeBooleanField("kept", audit.kept());
        g.writeStringField("reason", audit.reason());
      }
      default -> throw new IllegalArgumentException("a mark of " + mark.getClass());
    }
    g.writeEndObject();
  }
}
