package io.github.gns4j.statistics;

import io.github.gns4j.kernels.Sum;

/** The two metrics in which lengths of gradients are measured. */
public enum Metric {
  /** Every parameter counts the same. */
  EUCLIDEAN(Sum.GRADIENT_SQUARED, Sum.MEAN_SQUARED, Sum.DEVIATION_SQUARED),
  /**
   * The metric in which the optimizer moves: {@code P = 1/(sqrt(v̂) + ε)} for Adam and LAMB
   * (Pollux, OSDI 2021, §4), so that {@code tr Σ} reads {@code tr(PΣP)} and {@code |G|²} reads
   * {@code |PG|²}.
   */
  OPTIMIZER(Sum.GRADIENT_SQUARED_METRIC, Sum.MEAN_SQUARED_METRIC, Sum.DEVIATION_SQUARED_METRIC);

  private final Sum gradient;
  private final Sum mean;
  private final Sum deviation;

  Metric(Sum gradient, Sum mean, Sum deviation) {
    this.gradient = gradient;
    this.mean = mean;
    this.deviation = deviation;
  }

  /** Returns the sum of squares of the gradients that came in, in this metric. */
  public Sum gradientSquared() {
    return gradient;
  }

  /** Returns the squared length of the mean that a pass leaves, in this metric. */
  public Sum meanSquared() {
    return mean;
  }

  /** Returns the squared deviation from the mean, in this metric. */
  public Sum deviationSquared() {
    return deviation;
  }
}
