package io.github.gns4j.noise;

import io.github.gns4j.noise.Quantiles.Limits;

/**
 * Confidence set for the ratio {@code ρ = S/D} of two means (Fieller 1954, J. R. Statist. Soc. B
 * 16): all {@code ρ ≥ 0} for which {@code D − S/ρ}, of variance {@code V_DD − 2V_SD/ρ + V_SS/ρ²},
 * is no further from 0 than a quantile. Unlike an interval of the form ratio ± error it is
 * unbounded where the denominator cannot be told from 0. As {@code D} estimates a quantity that
 * cannot be negative, the quantiles are those of {@link Quantiles}: with Fieller's own, a set close
 * to 0 would be empty or absurdly narrow whenever chance makes {@code D} negative.
 *
 * <p>Computed in units in which both means are near 1, so that no scale of the gradient over- or
 * underflows.
 *
 * @param low lower end, at least 0
 * @param high upper end, or infinity where the denominator is not resolved as above 0
 */
record Fieller(double low, double high) {
  static final Fieller EVERYTHING = new Fieller(0, Double.POSITIVE_INFINITY);

  /** Each round gains a digit, for the quantile changes little with its place. */
  private static final int ROUNDS = 8;

  /** Returns the set for {@code numerator/denominator}. */
  static Fieller of(double numerator, double denominator, Covariance v, Limits limits) {
    double unitS = Math.max(Math.abs(numerator), Math.sqrt(v.ss()));
    double unitD = Math.max(Math.abs(denominator), Math.sqrt(v.dd()));
    if (unitS == 0) {
      return denominator > 0 ? new Fieller(0, 0) : EVERYTHING;
    }
    if (unitD == 0) {
      return EVERYTHING;
    }
    Covariance scaled =
        new Covariance(v.ss() / unitS / unitS, v.sd() / unitS / unitD, v.dd() / unitD / unitD);
    Means means = new Means(numerator / unitS, denominator / unitD, scaled);
    double unit = unitS / unitD;
    return new Fieller(unit * means.low(limits), unit * means.high(limits));
  }

  boolean isBounded() {
    return high < Double.POSITIVE_INFINITY;
  }

  /** Covariances of the two means. */
  record Covariance(double ss, double sd, double dd) {}

  private record Means(double s, double d, Covariance v) {
    double low(Limits limits) {
      if (s <= 0 || s * s <= limits.two() * limits.two() * v.ss()) {
        return 0;
      }
      return d >= 0 ? lowAt(limits.two()) : 1 / inverseAtNegative(limits);
    }

    /** The smaller root of {@code aρ² − 2bρ + c}, without the cancellation of the usual formula. */
    private double lowAt(double t) {
      double a = d * d - t * t * v.dd();
      double b = s * d - t * t * v.sd();
      double c = s * s - t * t * v.ss();
      return c / (b + Math.sqrt(Math.max(0, b * b - a * c)));
    }

    /** The largest {@code 1/ρ = μ·σ/S} with {@code D/σ ≥ μ − b(μ)}, σ that of {@code D − S/ρ}. */
    private double inverseAtNegative(Limits limits) {
      double inverse = 0;
      double mu = limits.two();
      for (int round = 0; round < ROUNDS; round++) {
        double sigma = deviation(inverse);
        double x = d / sigma;
        double a = limits.above(mu);
        mu = a * a / (Math.sqrt(x * x + a * a) - x);
        inverse = mu * sigma / s;
      }
      return inverse;
    }

    double high(Limits limits) {
      double high = d > 0 ? highAt(limits.one()) : Double.POSITIVE_INFINITY;
      for (int round = 0; round < ROUNDS && high > 0 && high < Double.POSITIVE_INFINITY; round++) {
        double inverse = 1 / high;
        high = highAt(limits.above(inverse * s / deviation(inverse)));
      }
      return high;
    }

    /**
     * The larger root of {@code aρ² − 2bρ + c}, or none if the signal is not resolved at {@code t}.
     */
    private double highAt(double t) {
      double a = d * d - t * t * v.dd();
      double b = s * d - t * t * v.sd();
      double c = s * s - t * t * v.ss();
      return a > 0
          ? Math.max(0, b + Math.sqrt(Math.max(0, b * b - a * c))) / a
          : Double.POSITIVE_INFINITY;
    }

    private double deviation(double inverse) {
      return Math.sqrt(Math.max(0, v.dd() + inverse * (inverse * v.ss() - 2 * v.sd())));
    }
  }
}
