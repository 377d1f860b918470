package io.github.gns4j.report;

import io.github.gns4j.noise.NoiseEstimate;
import java.util.Objects;

/**
 * One segment (layer tensor) in a step.
 *
 * @param name of the segment
 * @param noise estimate for the segment alone, Euclidean
 * @param optimizerNoise the same in the metric in which the optimizer moves (Euclidean for SGD)
 * @param traceShare share of the segment in the Euclidean {@code tr Σ} of all, in [0, 1]; 0 if not
 *     known
 * @param trustRatio LAMB's trust ratio, 1 for other optimizers
 */
public record SegmentReport(
    String name,
    NoiseEstimate noise,
    NoiseEstimate optimizerNoise,
    double traceShare,
    double trustRatio) {
  /** Requires a name and estimates. */
  public SegmentReport {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(noise, "noise");
    Objects.requireNonNull(optimizerNoise, "optimizerNoise");
  }
}
