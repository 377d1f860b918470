package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Preconditioner;

/**
 * Scalars of a metric: {@code P = 1/(sqrt(v)·rootScale + epsilon)}.
 *
 * @param rootScale {@code 1/sqrt(c₂)}
 * @param epsilon {@code ε}
 */
record MetricFactors(double rootScale, double epsilon) {
  /** Any scalars will do where there is no metric. */
  static final MetricFactors NONE = new MetricFactors(1, 1);

  /** Returns the scalars of a metric. */
  static MetricFactors of(Preconditioner metric) {
    return new MetricFactors(1 / Math.sqrt(metric.biasCorrection()), metric.epsilon());
  }

  /** Returns {@code P} of an element, and 0 where {@code v = 0}. */
  double weight(double v) {
    return v == 0 ? 0 : 1 / (Math.sqrt(v) * rootScale + epsilon);
  }
}
