package io.github.gns4j.noise;

/**
 * Fieller's confidence set for the ratio of two means (Fieller 1954, J. R. Statist. Soc. B 16): all
 * {@code ρ ≥ 0} with {@code (S − ρD)² ≤ t²·(V_SS − 2ρV_SD + ρ²V_DD)}. Unlike an interval of the
 * form ratio ± error it is unbounded where the denominator cannot be told from 0. Computed in units
 * in which both means are near 1, so that no scale of the gradient over- or underflows.
 *
 * @param low lower end, at least 0
 * @param high upper end, or infinity where the denominator is not resolved as above 0
 */
record Fieller(double low, double high) {
  static final Fieller EVERYTHING = new Fieller(0, Double.POSITIVE_INFINITY);

  /**
   * Returns the set for {@code numerator/denominator}.
   *
   * @param t quantile of Student's t
   */
  static Fieller of(double numerator, double denominator, Covariance v, double t) {
    double unitS = Math.max(Math.abs(numerator), Math.sqrt(v.ss()));
    double unitD = Math.max(Math.abs(denominator), Math.sqrt(v.dd()));
    if (unitS == 0) {
      return denominator > 0 ? new Fieller(0, 0) : EVERYTHING;
    }
    if (unitD == 0) {
      return EVERYTHING;
    }
    double s = numerator / unitS;
    double d = denominator / unitD;
    Covariance scaled =
        new Covariance(
            t * t * (v.ss() / unitS / unitS),
            t * t * (v.sd() / unitS / unitD),
            t * t * (v.dd() / unitD / unitD));
    Fieller set = solve(s, d, scaled);
    return new Fieller(set.low * (unitS / unitD), set.high * (unitS / unitD));
  }

  private static Fieller solve(double s, double d, Covariance v) {
    double a = d * d - v.dd();
    double c = s * s - v.ss();
    if (d > 0 && a > 0) {
      return bounded(a, s * d - v.sd(), c);
    }
    // A signal resolved as negative is chance, for none is: as if it were 0.
    double signal = a > 0 ? 0 : d;
    return new Fieller(
        lowOfUnbounded(v.dd() - signal * signal, s * signal - v.sd(), c), Double.POSITIVE_INFINITY);
  }

  private static Fieller bounded(double a, double b, double c) {
    double root = Math.sqrt(Math.max(0, b * b - a * c));
    // c/(b + root) is (b − root)/a without its cancellation; c > 0 implies b > 0.
    return new Fieller(c > 0 ? c / (b + root) : 0, Math.max(0, b + root) / a);
  }

  /**
   * The set is {@code aρ² + 2bρ ≥ c} with {@code a ≥ 0}: all from the positive root on if 0 is not
   * in it, otherwise a set that holds both 0 and all large ratios.
   */
  private static double lowOfUnbounded(double a, double b, double c) {
    if (c <= 0) {
      return 0;
    }
    double root = Math.sqrt(b * b + a * c);
    double denominator = b + root;
    return denominator > 0 ? c / denominator : 0;
  }

  boolean isBounded() {
    return high < Double.POSITIVE_INFINITY;
  }

  /** Covariances of the two means. */
  record Covariance(double ss, double sd, double dd) {}
}
