package io.github.gns4j.monitor.view;

import io.github.gns4j.noise.NoiseEstimate;
import java.util.Locale;

/**
 * How a batch stands to the critical batch size, which is the noise scale (McCandlish et al. 2018,
 * arXiv 1812.06162, eq. 2.11): to reach a loss takes {@code 1 + B_noise/B} times the fewest steps
 * and {@code 1 + B/B_noise} times the fewest samples.
 *
 * @param verdict which of both limits
 * @param batch samples a batch
 * @param sentence for people
 */
public record Regime(Verdict verdict, int batch, String sentence) {
  /** What limits the progress of a step. */
  public enum Verdict {
    /** The whole interval lies above the batch: noise limits, larger batches save steps. */
    NOISE_DOMINATED,
    /** The batch lies inside the interval. */
    NEAR_CRITICAL,
    /** The whole interval lies below the batch: curvature limits, smaller batches save samples. */
    CURVATURE_DOMINATED,
    /** There is no estimate, or none with an upper end that the batch could be held against. */
    UNKNOWN
  }

  /** Judges a batch by an estimate. */
  public static Regime of(int batch, NoiseEstimate noise) {
    return switch (noise) {
      case NoiseEstimate.Resolved r -> resolved(batch, r);
      case NoiseEstimate.Unresolved u -> unresolved(batch, u);
      case NoiseEstimate.NonFinite n ->
          new Regime(
              Verdict.UNKNOWN,
              batch,
              "The last gradient was not finite (" + n.count() + " elements)");
      case NoiseEstimate.NotReady n ->
          new Regime(Verdict.UNKNOWN, batch, "No noise estimate: " + n.reason());
    };
  }

  private static Regime resolved(int batch, NoiseEstimate.Resolved noise) {
    double ratio = batch / noise.scale();
    String interval =
        "critical "
            + samples(noise.scale())
            + " ("
            + samples(noise.low())
            + " to "
            + samples(noise.high())
            + ")";
    if (batch < noise.low()) {
      return new Regime(
          Verdict.NOISE_DOMINATED,
          batch,
          "Batch "
              + batch
              + " is "
              + times(1 / ratio)
              + " below "
              + interval
              + ": noise dominates, larger batches save steps");
    }
    if (batch > noise.high()) {
      return new Regime(
          Verdict.CURVATURE_DOMINATED,
          batch,
          "Batch "
              + batch
              + " is "
              + times(ratio)
              + " above "
              + interval
              + ": curvature dominates, smaller batches save samples");
    }
    return new Regime(Verdict.NEAR_CRITICAL, batch, "Batch " + batch + " is near " + interval);
  }

  private static Regime unresolved(int batch, NoiseEstimate.Unresolved noise) {
    String known =
        "critical batch is at least " + samples(noise.low()) + ", upper end not resolved";
    return batch < noise.low()
        ? new Regime(
            Verdict.NOISE_DOMINATED,
            batch,
            "Batch "
                + batch
                + " is at least "
                + times(noise.low() / batch)
                + " below critical: "
                + known)
        : new Regime(Verdict.UNKNOWN, batch, "Batch " + batch + ": " + known);
  }

  private static String samples(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  private static String times(double ratio) {
    return String.format(Locale.ROOT, ratio >= 10 ? "%,.0f×" : "%.1f×", ratio);
  }
}
