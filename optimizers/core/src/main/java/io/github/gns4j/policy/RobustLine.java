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
  /** Huber's constant: 95% efficiency at the normal distribution. */
  private static final double HUBER = 1.345;

  /** Median absolute deviation to standard deviation at the normal distribution. */
  static final double MAD_SCALE = 1.4826;

  /** Relative error below which times are not told apart: a clock of microseconds over a step. */
  private static final double LEAST_SCATTER = 1e-6;

  /** Weights settle to many digits long before. */
  private static final int ROUNDS = 20;

  double at(double x) {
    return intercept + slope * x;
  }

  static RobustLine fit(double[] x, double[] y) {
    double[] weight = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      weight[i] = 1 / (y[i] * y[i]);
    }
    RobustLine line = leastSquares(x, y, weight, LEAST_SCATTER);
    for (int round = 0; round < ROUNDS; round++) {
      double[] relative = relativeResiduals(line, x, y);
      double scatter = scatter(relative);
      for (int i = 0; i < x.length; i++) {
        double huber = Math.min(1, HUBER * scatter / Math.abs(relative[i]));
        weight[i] = huber / (y[i] * y[i]);
      }
      line = leastSquares(x, y, weight, scatter);
    }
    return line;
  }

  private static double[] relativeResiduals(RobustLine line, double[] x, double[] y) {
    double[] relative = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      relative[i] = (y[i] - line.at(x[i])) / y[i];
    }
    return relative;
  }

  private static double scatter(double[] relative) {
    double[] absolute = Arrays.stream(relative).map(Math::abs).toArray();
    return Math.max(LEAST_SCATTER, MAD_SCALE * median(absolute));
  }

  private static RobustLine leastSquares(double[] x, double[] y, double[] w, double scatter) {
    double sum = 0;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < x.length; i++) {
      sum += w[i];
      meanX += w[i] * x[i];
      meanY += w[i] * y[i];
    }
    meanX /= sum;
    meanY /= sum;
    double spread = 0;
    double product = 0;
    for (int i = 0; i < x.length; i++) {
      spread += w[i] * (x[i] - meanX) * (x[i] - meanX);
      product += w[i] * (x[i] - meanX) * (y[i] - meanY);
    }
    double slope = product / spread;
    double error = scatter * Math.sqrt(1 / sum + meanX * meanX / spread);
    return new RobustLine(meanY - slope * meanX, slope, error, scatter / Math.sqrt(spread));
  }

  /** Returns the median, 0 of none. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n == 0 ? 0 : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }
}
