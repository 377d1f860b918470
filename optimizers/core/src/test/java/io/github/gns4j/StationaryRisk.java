package io.github.gns4j;

/**
 * The risk {@code ½ Σ h_i E x_i²} at which a constant rate leaves a noisy quadratic {@code ½ Σ h_i
 * x_i²} whose gradient has noise of variance {@code s_i²}, in closed form.
 *
 * <p>The heavy ball {@code x ← x − αg + β(x − x_before)} is a linear recursion of second order; its
 * stationary variance is {@code X = (1 + β)αs² / ((1 − β)h(2(1 + β) − αh))}, and {@code E(Δx)² =
 * 2αhX/(1 + β)} (from its Yule-Walker equations). SGD with momentum is the heavy ball with {@code α
 * = η}. Adam is one with {@code α = (1 − β₁)η/√v} and {@code v = E g² = h²X + s²}, as far as v
 * moves little; LAMB multiplies by the trust ratio {@code |w|/|u|}.
 */
final class StationaryRisk {
  private static final int FIXED_POINT_STEPS = 200;

  private final double[] curvature;
  private final double[] variance;

  /**
   * A problem.
   *
   * @param curvature {@code h_i}
   * @param variance {@code s_i²}, of the gradient of the whole batch
   */
  StationaryRisk(double[] curvature, double[] variance) {
    this.curvature = curvature;
    this.variance = variance;
  }

  /** Returns the stationary variance of one coordinate of the heavy ball. */
  private double variance(int i, double alpha, double beta) {
    double h = curvature[i];
    return (1 + beta) * alpha * variance[i] / ((1 - beta) * h * (2 * (1 + beta) - alpha * h));
  }

  /** Returns the risk of SGD with momentum. */
  double ofSgd(double rate, double momentum) {
    double risk = 0;
    for (int i = 0; i < curvature.length; i++) {
      risk += curvature[i] * variance(i, rate, momentum) / 2;
    }
    return risk;
  }

  /** Returns the risk of Adam. */
  double ofAdam(double rate, double beta1) {
    double risk = 0;
    for (int i = 0; i < curvature.length; i++) {
      risk += curvature[i] * adamVariance(i, rate, beta1) / 2;
    }
    return risk;
  }

  /** Returns the risk of LAMB for one segment whose parameters have the length {@code norm}. */
  double ofLamb(double rate, double beta1, double norm) {
    double ratio = 1;
    for (int step = 0; step < FIXED_POINT_STEPS; step++) {
      ratio = norm / Math.sqrt(updateSquared(rate * ratio, beta1));
    }
    return ofAdam(rate * ratio, beta1);
  }

  private double updateSquared(double rate, double beta1) {
    double sum = 0;
    for (int i = 0; i < curvature.length; i++) {
      double x = adamVariance(i, rate, beta1);
      double v = secondMoment(i, x);
      double alpha = (1 - beta1) * rate / Math.sqrt(v);
      // u = m/√v and Δx = −rate·u
      sum += 2 * alpha * curvature[i] * x / (1 + beta1) / (rate * rate);
    }
    return sum;
  }

  private double adamVariance(int i, double rate, double beta1) {
    double x = 0;
    for (int step = 0; step < FIXED_POINT_STEPS; step++) {
      x = variance(i, (1 - beta1) * rate / Math.sqrt(secondMoment(i, x)), beta1);
    }
    return x;
  }

  private double secondMoment(int i, double x) {
    return curvature[i] * curvature[i] * x + variance[i];
  }
}
