package io.github.gns4j.report;

import io.github.gns4j.noise.NoiseEstimate;

/**
 * One segment (layer tensor) in a step.
 *
 * @param name of the segment
 * @param noise estimate for the segment alone, Euclidean
 * @param traceShare share of the segment in {@code tr Σ} of all, in [0, 1]; 0 if not known
 * @param trustRatio LAMB's trust ratio, 1 for other optimizers
 */
public record SegmentReport(
    String name, NoiseEstimate noise, double traceShare, double trustRatio) {}
