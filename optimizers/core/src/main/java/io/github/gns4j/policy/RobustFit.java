package io.github.gns4j.policy;

import java.util.Arrays;

/** Fits a {@link RobustLine}, in arrays that are used again. Not thread-safe. */
final class RobustFit {
  /** Huber's constant: 95% efficiency at the normal distribution. */
  private static final double HUBER = 1.345;

  /** Relative error below which times are not told apart: a clock of microseconds over a step. */
  private static final double LEAST_SCATTER = 1e-6;

  /** Weights settle to many digits long before. */
  private static final int ROUNDS = 20;

  private double[] weight = {};
  private double[] relative = {};
  private double[] absolute = {};
  private double intercept;
  private double slope;
  private double interceptError;
  private double slopeError;

  /**
   * Returns the line through the first {@code n} points.
   *
   * @param y above 0
   */
  RobustLine line(double[] x, double[] y, int n) {
    if (weight.length < n) {
      weight = new double[n];
      relative = new double[n];
      absolute = new double[n];
    }
    for (int i = 0; i < n; i++) {
      weight[i] = 1 / (y[i] * y[i]);
    }
    leastSquares(x, y, n, LEAST_SCATTER);
    for (int round = 0; round < ROUNDS; round++) {
      double scatter = scatter(x, y, n);
      for (int i = 0; i < n; i++) {
        double huber = Math.min(1, HUBER * scatter / Math.abs(relative[i]));
        weight[i] = huber / (y[i] * y[i]);
      }
      leastSquares(x, y, n, scatter);
    }
    return new RobustLine(intercept, slope, interceptError, slopeError);
  }

  /** Scatter of the relative residuals. */
  private double scatter(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      relative[i] = (y[i] - (intercept + slope * x[i])) / y[i];
      absolute[i] = Math.abs(relative[i]);
    }
    Arrays.sort(absolute, 0, n);
    return Math.max(LEAST_SCATTER, RobustLine.MAD_SCALE * RobustLine.middle(absolute, n));
  }

  private void leastSquares(double[] x, double[] y, int n, double scatter) {
    double sum = 0;
    double meanX = 0;
    double meanY = 0;
    for (int i = 0; i < n; i++) {
      sum += weight[i];
      meanX += weight[i] * x[i];
      meanY += weight[i] * y[i];
    }
    meanX /= sum;
    meanY /= sum;
    double spread = 0;
    double product = 0;
    for (int i = 0; i < n; i++) {
      spread += weight[i] * (x[i] - meanX) * (x[i] - meanX);
      product += weight[i] * (x[i] - meanX) * (y[i] - meanY);
    }
    slope = product / spread;
    intercept = meanY - slope * meanX;
    interceptError = scatter * Math.sqrt(1 / sum + meanX * meanX / spread);
    slopeError = scatter / Math.sqrt(spread);
  }
}
