package io.github.gns4j.benchmarks.training;

import java.util.Arrays;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Ratio of two means from paired measurements, with the error of the ratio estimator: what the
 * pairs share, such as a slow machine, cancels (Cochran 1977, Sampling Techniques, 6.4).
 *
 * @param value the ratio, NaN without measurements
 * @param halfWidth half the 95% interval, NaN with fewer than two pairs
 */
public record PairedRatio(double value, double halfWidth) {
  private static final double UPPER = 0.975;

  /** Returns the ratio of {@code ours} over {@code others}, of one length. */
  static PairedRatio of(double[] ours, double[] others) {
    if (ours.length != others.length) {
      throw new IllegalArgumentException(
          "others has " + others.length + " numbers, allowed: " + ours.length + " as ours");
    }
    int n = ours.length;
    double ratio = mean(ours) / mean(others);
    if (n < 2) {
      return new PairedRatio(ratio, Double.NaN);
    }
    double squares = 0;
    for (int i = 0; i < n; i++) {
      double residual = ours[i] - ratio * others[i];
      squares += residual * residual;
    }
    double error = Math.sqrt(squares / (n * (n - 1.0))) / mean(others);
    double t = new TDistribution(null, n - 1.0).inverseCumulativeProbability(UPPER);
    return new PairedRatio(ratio, t * error);
  }

  static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }
}
