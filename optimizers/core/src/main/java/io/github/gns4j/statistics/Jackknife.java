package io.github.gns4j.statistics;

import io.github.gns4j.kernels.Arguments;
import java.util.Arrays;

/**
 * Delete-one jackknife of the noise scale of a single step (Efron &amp; Stein 1981, Annals of
 * Statistics 9): a standard error without assumptions where one step is all there is. It means
 * nothing where {@code |G|²} is not well above its noise; over many steps {@code NoiseEstimator} is
 * the better answer. Unequal groups have the delete-m_j form of Busing, Meijer &amp; van der Leeden
 * (1999, Statistics and Computing 9). Immutable.
 */
public final class Jackknife {
  private final GradientMoments all;
  private final GradientMoments[] deleted;
  private final long[] sizes;

  private Jackknife(GradientMoments all, GradientMoments[] deleted, long[] sizes) {
    this.all = all;
    this.deleted = deleted;
    this.sizes = sizes;
  }

  /**
   * Returns the jackknife over the groups of one step. A group left out changes the others' mean:
   * {@code ḡ₍ⱼ₎ = ḡ + b_j(ḡ − m_j)/(N − b_j)}, from which the moments of the rest follow without
   * the gradients.
   *
   * @param sizes {@code b_j}, at least 3 groups
   * @param products {@code m_i·m_j}, the Gram matrix of the groups' mean gradients
   */
  public static Jackknife of(long[] sizes, double[][] products) {
    Arguments.atLeast("number of groups", sizes.length, 3);
    if (products.length != sizes.length) {
      throw new IllegalArgumentException(
          "products has " + products.length + " rows, allowed: " + sizes.length);
    }
    GradientMoments[] deleted = new GradientMoments[sizes.length];
    for (int j = 0; j < sizes.length; j++) {
      deleted[j] = moments(sizes, products, j);
    }
    return new Jackknife(moments(sizes, products, -1), deleted, sizes.clone());
  }

  private static GradientMoments moments(long[] sizes, double[][] products, int without) {
    long samples = 0;
    for (int i = 0; i < sizes.length; i++) {
      samples += i == without ? 0 : Arguments.atLeast("sizes[" + i + "]", sizes[i], 1);
    }
    double squares = 0;
    double mean = 0;
    double deviation = 0;
    for (int i = 0; i < sizes.length; i++) {
      for (int j = 0; j < sizes.length; j++) {
        if (i == without || j == without) {
          continue;
        }
        double weight = (double) sizes[i] * sizes[j];
        mean += weight * products[i][j];
        // Σ b|m − ḡ|² = Σ_ij b_i b_j |m_i − m_j|² / (2N), differences of neighbours in size.
        deviation += weight * (products[i][i] - 2 * products[i][j] + products[j][j]);
      }
      squares += i == without ? 0 : sizes[i] * products[i][i];
    }
    int groups = without < 0 ? sizes.length : sizes.length - 1;
    return new GradientMoments(
        groups, samples, squares, mean / samples / samples, deviation / (2.0 * samples));
  }

  /** Returns the moments of all groups. */
  public GradientMoments moments() {
    return all;
  }

  /** Returns the moments without group {@code group}. */
  public GradientMoments without(int group) {
    return deleted[group];
  }

  /** Returns the jackknife of {@code statistic}. */
  public Result of(Statistic statistic) {
    int k = deleted.length;
    double[] values =
        Arrays.stream(deleted).mapToDouble(moments -> statistic.of(moments)).toArray();
    double mean = Arrays.stream(values).sum() / k;
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    double theta = statistic.of(all);
    return new Result(theta, Math.sqrt((k - 1.0) / k * squares), k * theta - (k - 1) * mean);
  }

  /** Returns the delete-m_j jackknife of {@code statistic}, for groups of unequal sizes. */
  public Result weighted(Statistic statistic) {
    int k = deleted.length;
    double samples = all.samples();
    double theta = statistic.of(all);
    double corrected = k * theta;
    for (int j = 0; j < k; j++) {
      corrected -= (1 - sizes[j] / samples) * statistic.of(deleted[j]);
    }
    double variance = 0;
    for (int j = 0; j < k; j++) {
      double h = samples / sizes[j];
      double pseudo = h * theta - (h - 1) * statistic.of(deleted[j]) - corrected;
      variance += pseudo * pseudo / (h - 1) / k;
    }
    return new Result(theta, Math.sqrt(variance), corrected);
  }

  /** A number made from moments. */
  @FunctionalInterface
  public interface Statistic {
    /** The simple noise scale {@code S/D}. */
    Statistic NOISE_SCALE = moments -> moments.traceSigma() / moments.signalSquared();

    /** {@code S}. */
    Statistic TRACE_SIGMA = GradientMoments::traceSigma;

    /** {@code D}. */
    Statistic SIGNAL_SQUARED = GradientMoments::signalSquared;

    /** Returns the number. */
    double of(GradientMoments moments);
  }

  /**
   * What the jackknife says of a statistic.
   *
   * @param value of all groups
   * @param standardError its standard error
   * @param biasCorrected value less its bias of order {@code 1/k}
   */
  public record Result(double value, double standardError, double biasCorrected) {}
}
