package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.testkit.oracle.Metric;

/** Whether a pass reduces in a metric, too. */
enum MetricKind {
  NONE,
  GIVEN;

  private static final double CORRECTION = 0.3;
  private static final double EPSILON = 1e-3;

  /** A metric for kernels and for the oracle, both null for none. */
  record Placed(Preconditioner kernels, Metric oracle) {}

  Placed place(Execution e, Numbers numbers) {
    if (this == NONE) {
      return new Placed(null, null);
    }
    double[] v =
        e.place(
            "metric", numbers.types().state(), numbers.secondMoment(), numbers.layout().shift());
    return new Placed(
        new Preconditioner(e.view("metric"), CORRECTION, EPSILON),
        new Metric(v, CORRECTION, EPSILON));
  }
}
