package io.github.gns4j.noise;

import io.github.gns4j.noise.Fieller.Covariance;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Exponentially weighted averages of the pairs {@code (S, D)} and the covariance matrix of these
 * averages, in constant space. With weights {@code w_i} that sum to 1 the average {@code x̄ = Σ w_i
 * x_i} of independent observations varies by {@code Σ w_i² σ_i²}, estimated as {@code Σ w_i² (x_i −
 * x̄)²} over its expectation for equal variances: right for unequal ones too (White 1980), as after
 * a change of the batch. For observations that remember their neighbour, {@code Σ w_i w_{i−1} (x_i
 * − x̄)(x_{i−1} − x̄)} is added: the estimate of Newey &amp; West (1987) for one lag, never
 * negative.
 *
 * <p>Deviations are kept about the current average and moved with it, never formed from raw
 * squares.
 */
final class RunningPair implements Stateful {
  private static final int WEIGHT = 0;
  private static final int WEIGHT2 = 1;
  private static final int WEIGHT3 = 2;
  private static final int WEIGHT4 = 3;
  private static final int LAST_WEIGHT = 4;
  private static final int PAIR_WEIGHT = 5;
  private static final int MEAN_S = 6;
  private static final int MEAN_D = 7;
  private static final int FIRST_S = 8;
  private static final int FIRST_D = 9;
  private static final int SS = 10;
  private static final int SD = 11;
  private static final int DD = 12;
  private static final int PAIR_S = 13;
  private static final int PAIR_D = 14;
  private static final int PAIR_SS = 15;
  private static final int PAIR_SD = 16;
  private static final int PAIR_DD = 17;
  private static final int LAST_S = 18;
  private static final int LAST_D = 19;
  private static final int FIELDS = 20;

  private final boolean remembers;
  private final double[] x = new double[FIELDS];
  private long count;

  /**
   * Creates empty averages.
   *
   * @param remembers whether neighbouring observations are correlated
   */
  RunningPair(boolean remembers) {
    this.remembers = remembers;
  }

  /**
   * Adds an observation, finite.
   *
   * @param decay factor of all earlier weights, in (0, 1)
   */
  void add(double s, double d, double decay) {
    double weight = 1 - decay;
    fade(decay);
    x[WEIGHT] += weight;
    double share = weight / x[WEIGHT];
    move(share * (s - x[MEAN_S]), share * (d - x[MEAN_D]));
    double ds = s - x[MEAN_S];
    double dd = d - x[MEAN_D];
    if (remembers && count > 0) {
      addPair(weight * x[LAST_WEIGHT], ds, dd);
    }
    addOne(weight, ds, dd);
    x[LAST_WEIGHT] = weight;
    x[LAST_S] = s;
    x[LAST_D] = d;
    count++;
  }

  private void fade(double decay) {
    double decay2 = decay * decay;
    x[WEIGHT] *= decay;
    x[LAST_WEIGHT] *= decay;
    x[WEIGHT2] *= decay2;
    x[WEIGHT3] *= decay2 * decay;
    x[WEIGHT4] *= decay2 * decay2;
    x[PAIR_WEIGHT] *= decay2;
    for (int i = FIRST_S; i <= PAIR_DD; i++) {
      x[i] *= decay2;
    }
  }

  /** Moves the averages and with them the point about which deviations are taken. */
  private void move(double ds, double dd) {
    x[MEAN_S] += ds;
    x[MEAN_D] += dd;
    shift(SS, FIRST_S, x[WEIGHT2], ds, dd);
    if (remembers) {
      shift(PAIR_SS, PAIR_S, x[PAIR_WEIGHT], ds, dd);
    }
  }

  private void shift(int second, int first, double weight, double ds, double dd) {
    x[second] += ds * (ds * weight - 2 * x[first]);
    x[second + 1] += ds * dd * weight - ds * x[first + 1] - dd * x[first];
    x[second + 2] += dd * (dd * weight - 2 * x[first + 1]);
    x[first] -= ds * weight;
    x[first + 1] -= dd * weight;
  }

  private void addOne(double weight, double ds, double dd) {
    double weight2 = weight * weight;
    x[WEIGHT2] += weight2;
    x[WEIGHT3] += weight2 * weight;
    x[WEIGHT4] += weight2 * weight2;
    x[FIRST_S] += weight2 * ds;
    x[FIRST_D] += weight2 * dd;
    x[SS] += weight2 * ds * ds;
    x[SD] += weight2 * ds * dd;
    x[DD] += weight2 * dd * dd;
  }

  private void addPair(double weight, double ds, double dd) {
    double lastS = x[LAST_S] - x[MEAN_S];
    double lastD = x[LAST_D] - x[MEAN_D];
    x[PAIR_WEIGHT] += weight;
    x[PAIR_S] += weight * (ds + lastS) / 2;
    x[PAIR_D] += weight * (dd + lastD) / 2;
    x[PAIR_SS] += weight * ds * lastS;
    x[PAIR_SD] += weight * (ds * lastD + lastS * dd) / 2;
    x[PAIR_DD] += weight * dd * lastD;
  }

  long count() {
    return count;
  }

  double meanS() {
    return x[MEAN_S];
  }

  double meanD() {
    return x[MEAN_D];
  }

  /** Returns {@code 1 / Σ w_i²}: that many equal weights average as well. */
  double observations() {
    return x[WEIGHT] * x[WEIGHT] / x[WEIGHT2];
  }

  /** Share of the deviations that is left about the average instead of the true mean. */
  private double left() {
    double w = x[WEIGHT];
    return 1 - 2 * x[WEIGHT3] / (w * x[WEIGHT2]) + x[WEIGHT2] / (w * w);
  }

  /**
   * Returns the degrees of freedom of the variance estimate (Satterthwaite 1946): {@code (Σ w²)² /
   * Σ w⁴}, less what the average takes.
   */
  double degrees() {
    double squares = x[WEIGHT2] * left();
    double degrees = squares * squares / x[WEIGHT4];
    return Math.max(1, remembers ? degrees / LAG_COST : degrees);
  }

  /** Variance of the lag-window estimate relative to that without lags, {@code Σ k² = 1 + 2/4}. */
  private static final double LAG_COST = 1.5;

  /**
   * Share of the long-run variance that blocks of one window and their neighbours show. The part of
   * {@code |m|²} that is noise alone correlates as {@code β^(2·lag)}, that along the signal as
   * {@code β^lag}; with blocks of {@code T} correlation times the share is {@code 1 − (1 − e⁻ᵀ)/T +
   * (1 − e⁻ᵀ)²/2T}: 0.875 for the former ({@code T = 4}), 0.755 for the latter ({@code T = 2}).
   * Half-way.
   */
  private static final double SEEN = 13.0 / 16;

  /** Returns the covariance of the averages. */
  Covariance covariance() {
    double left = left();
    double seen = remembers ? left * left * SEEN : left;
    double unit = 1 / (x[WEIGHT] * x[WEIGHT] * seen);
    return new Covariance(
        Math.max(0, unit * (x[SS] + x[PAIR_SS])),
        unit * (x[SD] + x[PAIR_SD]),
        Math.max(0, unit * (x[DD] + x[PAIR_DD])));
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(count);
    for (double value : x) {
      out.writeDouble(value);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    count = in.readLong();
    for (int i = 0; i < FIELDS; i++) {
      x[i] = in.readDouble();
    }
  }
}
