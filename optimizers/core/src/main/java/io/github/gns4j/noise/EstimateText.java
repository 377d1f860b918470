package io.github.gns4j.noise;

import java.util.Locale;

/** A noise estimate in words, for consoles and messages. */
final class EstimateText {
  private static final double WHOLE_FROM = 100;

  private EstimateText() {}

  static String of(NoiseEstimate estimate) {
    return switch (estimate) {
      case NoiseEstimate.NotReady e -> "noise not known yet: " + e.reason();
      case NoiseEstimate.NonFinite e ->
          "gradient not finite: "
              + e.count()
              + " elements, skipped steps in a row: "
              + e.consecutive();
      case NoiseEstimate.Unresolved e ->
          "noise scale above "
              + number(e.low())
              + ", signal not resolved"
              + details(e.traceSigma(), e.signalSquared(), e.observations(), e.kind());
      case NoiseEstimate.Resolved e ->
          "noise scale "
              + number(e.scale())
              + " in ["
              + number(e.low())
              + ", "
              + number(e.high())
              + "]"
              + details(e.traceSigma(), e.signalSquared(), e.observations(), e.kind());
    };
  }

  private static String details(double trace, double signal, double observations, EstimateKind k) {
    return String.format(
        Locale.ROOT,
        " (tr Σ %.3g, |G|² %.3g, %.1f observations, %s)",
        trace,
        signal,
        observations,
        k.toString().toLowerCase(Locale.ROOT).replace('_', ' '));
  }

  /** A number of samples: whole where it has three digits or more. */
  private static String number(double samples) {
    return String.format(Locale.ROOT, samples >= WHOLE_FROM ? "%,.0f" : "%.3g", samples);
  }
}
