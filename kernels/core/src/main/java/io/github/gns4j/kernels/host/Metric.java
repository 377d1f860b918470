package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Preconditioner;

/** The metric of a pass, if it has one: where the second moment is, and the scalars. */
final class Metric {
  private final long address;
  private final int bytes;
  private final MetricFactors factors;

  /**
   * @param metric null for none
   */
  Metric(Preconditioner metric, ElementType type) {
    address = metric == null ? 0 : metric.secondMoment().address();
    bytes = type.bytes();
    factors = MetricFactors.of(metric);
  }

  /** Returns the address of the second moments from element {@code at} on, 0 for no metric. */
  long block(long at) {
    return address == 0 ? 0 : address + at * bytes;
  }

  MetricFactors factors() {
    return factors;
  }
}
