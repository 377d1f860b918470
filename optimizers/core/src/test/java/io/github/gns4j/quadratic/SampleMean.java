package io.github.gns4j.quadratic;

import java.util.Arrays;

/**
 * The mean of independent values.
 *
 * @param value mean
 * @param standardError of the mean
 */
public record SampleMean(double value, double standardError) {
  /** Takes at least two values. */
  public static SampleMean of(double... values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    int n = values.length;
    return new SampleMean(mean, Math.sqrt(squares / (n - 1) / n));
  }
}
