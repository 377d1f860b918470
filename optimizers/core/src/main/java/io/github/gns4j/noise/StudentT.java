package io.github.gns4j.noise;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Two-sided quantiles of Student's t for one confidence level, fast: exact at whole degrees of
 * freedom, computed once, between them (and towards the normal quantile) linear in {@code 1/ν}.
 * Relative error below 2e-3 from 3 degrees on, where the quantile is too large. Thread-safe.
 */
public final class StudentT {
  /** Beyond it the quantile is linear in 1/ν to better than 1e-5. */
  private static final int LAST = 256;

  /** Those made so far: a handful of levels, found without an object for the level. */
  private static volatile StudentT[] made = {};

  private final double confidence;
  private final double probability;
  private final double[] quantiles = new double[LAST + 1];
  private final double normal;

  private StudentT(double confidence) {
    this.confidence = confidence;
    probability = 0.5 + confidence / 2;
    normal = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(probability);
  }

  /** Returns those of one confidence level in (0, 1). */
  public static StudentT of(double confidence) {
    StudentT known = find(confidence);
    return known == null ? make(confidence) : known;
  }

  private static StudentT find(double confidence) {
    for (StudentT known : made) {
      if (known.confidence == confidence) {
        return known;
      }
    }
    return null;
  }

  private static synchronized StudentT make(double confidence) {
    StudentT known = find(confidence);
    if (known == null) {
      known = new StudentT(confidence);
      StudentT[] more = Arrays.copyOf(made, made.length + 1);
      more[made.length] = known;
      made = more;
    }
    return known;
  }

  /** Returns {@code t} with {@code P(|T| < t) = confidence}; {@code degrees} at least 1. */
  double quantile(double degrees) {
    int below = (int) Math.min(LAST, degrees);
    double low = at(below);
    if (degrees == below) {
      return low;
    }
    double inverse = 1 / degrees;
    if (below == LAST) {
      return normal + (low - normal) * inverse * LAST;
    }
    double share = (1.0 / below - inverse) * below * (below + 1.0);
    return low + share * (at(below + 1) - low);
  }

  /**
   * Returns what the quantile at {@code degrees}, at least 1, does not exceed: that of the whole
   * number below.
   */
  public double atMost(double degrees) {
    return at((int) Math.min(LAST, degrees));
  }

  /** Returns what the quantile at {@code degrees}, at least 1, is not below. */
  public double atLeast(double degrees) {
    return degrees < LAST ? at((int) degrees + 1) : normal;
  }

  /** Two threads may compute the same entry; both find the same. */
  private double at(int degrees) {
    double cached = quantiles[degrees];
    if (cached == 0) {
      cached = new TDistribution(null, degrees).inverseCumulativeProbability(probability);
      quantiles[degrees] = cached;
    }
    return cached;
  }
}
