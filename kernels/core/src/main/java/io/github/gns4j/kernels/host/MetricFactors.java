package io.github.gns4j.kernels.host;

/**
 * Scalars of a metric: {@code P = 1/(sqrt(v)·rootScale + epsilon)}. Set anew for every pass; any
 * scalars will do where there is no metric.
 */
final class MetricFactors {
  private double rootScale = 1;
  private double epsilon = 1;

  /**
   * Takes the scalars of a metric.
   *
   * @param correction {@code c₂}
   * @param added {@code ε}
   */
  void set(double correction, double added) {
    rootScale = 1 / Math.sqrt(correction);
    epsilon = added;
  }

  /** {@code 1/sqrt(c₂)}. */
  double rootScale() {
    return rootScale;
  }

  /** {@code ε}. */
  double epsilon() {
    return epsilon;
  }

  /** Returns {@code P} of an element, and 0 where {@code v = 0}. */
  double weight(double v) {
    return v == 0 ? 0 : 1 / (Math.sqrt(v) * rootScale + epsilon);
  }
}
