package io.github.gns4j.monitor.log;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate;
import java.io.IOException;
import java.util.Locale;

/** Noise estimates in JSON. */
final class NoiseJson {
  private NoiseJson() {}

  static void write(JsonGenerator g, String name, NoiseEstimate noise) throws IOException {
    g.writeObjectFieldStart(name);
    switch (noise) {
      case NoiseEstimate.Resolved resolved -> resolved(g, resolved);
      case NoiseEstimate.Unresolved unresolved -> unresolved(g, unresolved);
      case NoiseEstimate.NonFinite skipped -> {
        g.writeStringField("state", "non-finite");
        g.writeNumberField("count", skipped.count());
        g.writeNumberField("consecutive", skipped.consecutive());
      }
      case NoiseEstimate.NotReady notReady -> {
        g.writeStringField("state", "not-ready");
        g.writeStringField("reason", notReady.reason());
      }
    }
    g.writeEndObject();
  }

  private static void resolved(JsonGenerator g, NoiseEstimate.Resolved noise) throws IOException {
    g.writeStringField("state", "resolved");
    g.writeNumberField("trace", noise.traceSigma());
    g.writeNumberField("signal", noise.signalSquared());
    g.writeNumberField("scale", noise.scale());
    g.writeNumberField("low", noise.low());
    g.writeNumberField("high", noise.high());
    g.writeNumberField("observations", noise.observations());
    g.writeStringField("kind", word(noise.kind()));
  }

  private static void unresolved(JsonGenerator g, NoiseEstimate.Unresolved noise)
      throws IOException {
    g.writeStringField("state", "unresolved");
    g.writeNumberField("trace", noise.traceSigma());
    g.writeNumberField("signal", noise.signalSquared());
    g.writeNumberField("low", noise.low());
    g.writeNumberField("observations", noise.observations());
    g.writeStringField("kind", word(noise.kind()));
  }

  static NoiseEstimate read(JsonObject noise) {
    return switch (noise.text("state")) {
      case "resolved" ->
          new NoiseEstimate.Resolved(
              noise.number("trace"),
              noise.number("signal"),
              noise.number("scale"),
              noise.number("low"),
              noise.number("high"),
              noise.number("observations"),
              kind(noise.text("kind")));
      case "unresolved" ->
          new NoiseEstimate.Unresolved(
              noise.number("trace"),
              noise.number("signal"),
              noise.number("low"),
              noise.number("observations"),
              kind(noise.text("kind")));
      case "non-finite" ->
          new NoiseEstimate.NonFinite(noise.whole("count"), (int) noise.whole("consecutive"));
      case "not-ready" -> new NoiseEstimate.NotReady(noise.text("reason"));
      default -> new NoiseEstimate.NotReady("state " + noise.text("state") + " is not known here");
    };
  }

  private static String word(EstimateKind kind) {
    return kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static EstimateKind kind(String word) {
    return EstimateKind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
