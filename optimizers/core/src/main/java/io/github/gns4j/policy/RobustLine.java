package io.github.gns4j.policy;

import java.util.Arrays;

/**
 * A line {@code y = a + b·x}, {@code y > 0}, by Huber's M-estimator on relative residuals (Huber
 * 1981, Robust Statistics, §7.8: iteratively reweighted least squares).
 *
 * @param intercept {@code a}
 * @param slope {@code b}
 * @param interceptError standard error of {@code a}
 * @param slopeError standard error of {@code b}
 */
record RobustLine(double intercept, double slope, double interceptError, double slopeError) {
  /** Median absolute deviation to standard deviation at the normal distribution. */
  static final double MAD_SCALE = 1.4826;

  double at(double x) {
    return intercept + slope * x;
  }

  static RobustLine fit(double[] x, double[] y) {
    return new RobustFit().line(x, y, x.length);
  }

  /** Returns the median, 0 of none. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return middle(sorted, sorted.length);
  }

  /** Returns the median of the first {@code n} numbers, which are sorted; 0 of none. */
  static double middle(double[] sorted, int n) {
    return n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
