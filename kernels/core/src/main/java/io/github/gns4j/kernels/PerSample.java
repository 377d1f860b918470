package io.github.gns4j.kernels;

import java.util.Objects;

/**
 * The arrays of a pass over per-sample gradients.
 *
 * @param samples {@code G}, B×P row by row: row {@code i} is the gradient of sample {@code i}
 * @param rows {@code B}, at least 1
 * @param mean receives the mean of the rows, P elements of the state's type
 * @param squaredNorms receives {@code |g_i|²}, B elements of FLOAT64; null if not wanted
 * @param segments layout of a row
 */
public record PerSample(
    FlatArray samples, long rows, FlatArray mean, FlatArray squaredNorms, Segments segments) {
  /** Requires what the pass needs. */
  public PerSample {
    Objects.requireNonNull(samples, "samples");
    Objects.requireNonNull(mean, "mean");
    Objects.requireNonNull(segments, "segments");
    Arguments.atLeast("rows", rows, 1);
  }
}
