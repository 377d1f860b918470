package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Preconditioner;

/** The metric of a pass, if it has one: where the second moment is, and the scalars. */
final class Metric {
  private static final Metric NONE = new Metric(0, 0, MetricFactors.NONE);

  private final long address;
  private final int bytes;
  private final MetricFactors factors;

  private Metric(long address, int bytes, MetricFactors factors) {
    this.address = address;
    this.bytes = bytes;
    this.factors = factors;
  }

  /**
   * @param metric null for none
   */
  static Metric of(Preconditioner metric, ElementType type) {
    return metric == null
        ? NONE
        : new Metric(metric.secondMoment().address(), type.bytes(), MetricFactors.of(metric));
  }

  /** Returns the address of the second moments from element {@code at} on, 0 for no metric. */
  long block(long at) {
    return address == 0 ? 0 : address + at * bytes;
  }

  MetricFactors factors() {
    return factors;
  }
}
