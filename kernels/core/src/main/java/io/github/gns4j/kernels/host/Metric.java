package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Preconditioner;

/**
 * The metric of a pass, if it has one: where the second moment is, and the scalars. Set anew for
 * every pass.
 */
final class Metric {
  private final MetricFactors factors = new MetricFactors();
  private long address;
  private int bytes;

  /**
   * Takes a metric, null for none.
   *
   * @param type of its second moment
   */
  void set(Preconditioner metric, ElementType type) {
    address = metric == null ? 0 : metric.secondMoment().address();
    bytes = type.bytes();
    if (metric != null) {
      factors.set(metric.biasCorrection(), metric.epsilon());
    }
  }

  /** Returns the address of the second moments from element {@code at} on, 0 for no metric. */
  long block(long at) {
    return address == 0 ? 0 : address + at * bytes;
  }

  MetricFactors factors() {
    return factors;
  }
}
