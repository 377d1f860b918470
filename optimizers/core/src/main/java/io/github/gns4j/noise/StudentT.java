package io.github.gns4j.noise;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * Two-sided quantiles of Student's t for one confidence level, fast: exact at whole degrees of
 * freedom, computed once, between them (and towards the normal quantile) linear in {@code 1/ν}.
 * Relative error below 2e-3 from 3 degrees on, where the quantile is too large. Thread-safe.
 */
final class StudentT {
  /** Beyond it the quantile is linear in 1/ν to better than 1e-5. */
  private static final int LAST = 256;

  private static final Map<Double, StudentT> BY_LEVEL = new ConcurrentHashMap<>();

  private final double probability;
  private final double[] quantiles = new double[LAST + 1];
  private final double normal;

  private StudentT(double confidence) {
    probability = 0.5 + confidence / 2;
    normal = new NormalDistribution(null, 0, 1).inverseCumulativeProbability(probability);
  }

  static StudentT of(double confidence) {
    return BY_LEVEL.computeIfAbsent(confidence, StudentT::new);
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
