package io.github.gns4j.examples.quadratics;

import java.util.Arrays;

/**
 * The expected loss of SGD with a fixed rate and batch, exactly: per coordinate the second moments
 * {@code E x²}, {@code E xv}, {@code E v²} obey a linear recursion. Not for several threads.
 */
final class ExpectedRun {
  private final Setting setting;
  private final double[] curvatures;
  private final double[] xx;
  private final double[] xv;
  private final double[] vv;

  ExpectedRun(QuadraticModel model, Setting setting) {
    this.setting = setting;
    this.curvatures = new double[model.dimension()];
    Arrays.setAll(curvatures, model::curvature);
    this.xx = new double[model.dimension()];
    this.xv = new double[model.dimension()];
    this.vv = new double[model.dimension()];
    Arrays.fill(xx, 1);
  }

  /** Takes a step and returns the expected loss after it. */
  double step() {
    double rate = setting.rate();
    double mu = setting.momentum();
    double loss = 0;
    for (int i = 0; i < xx.length; i++) {
      double h = curvatures[i];
      double noise = h / setting.batch();
      double newVv = h * h * xx[i] + 2 * h * mu * xv[i] + mu * mu * vv[i] + noise;
      double xTimesNewV = h * xx[i] + mu * xv[i];
      xx[i] += rate * (rate * newVv - 2 * xTimesNewV);
      xv[i] = xTimesNewV - rate * newVv;
      vv[i] = newVv;
      loss += 0.5 * h * xx[i];
    }
    return loss;
  }

  /**
   * Returns the first steps after which the expected loss is at or below each of the falling {@code
   * losses}; 0 where that takes more than {@code limit} steps.
   */
  static int[] stepsTo(QuadraticModel model, Setting setting, double[] losses, int limit) {
    int[] steps = new int[losses.length];
    if (floor(model, setting) >= losses[0]) {
      return steps;
    }
    ExpectedRun run = new ExpectedRun(model, setting);
    int next = 0;
    for (int step = 1; step <= limit && next < losses.length; step++) {
      double loss = run.step();
      while (next < losses.length && loss <= losses[next]) {
        steps[next++] = step;
      }
    }
    return steps;
  }

  /** The loss at which it settles, infinite if it does not. */
  private static double floor(QuadraticModel model, Setting setting) {
    double mu = setting.momentum();
    double sum = 0;
    for (int i = 0; i < model.dimension(); i++) {
      double room = 2 * (1 + mu) - setting.rate() * model.curvature(i);
      sum += room > 0 ? model.curvature(i) / room : Double.POSITIVE_INFINITY;
    }
    return 0.5 * setting.rate() / setting.batch() * (1 + mu) / (1 - mu) * sum;
  }
}
