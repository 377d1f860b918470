package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;

/** {@link io.github.gns4j.kernels.Kernels#squaredNorm}. */
public final class SquaredNormOracle {
  private final Rounding r;

  /** Makes the oracle of kernels that compute in {@code type}. */
  public SquaredNormOracle(ElementType type) {
    this.r = Rounding.of(type);
  }

  /** Returns the sums; {@code metric} may be null. */
  public OracleSums run(double[] gradient, double scale, Metric metric, Segments segments) {
    OracleSums sums = new OracleSums(segments);
    for (int s = 0; s < segments.count(); s++) {
      Segment segment = segments.get(s);
      SegmentTotals totals = new SegmentTotals(r);
      if (segment.isGradient()) {
        for (int i = (int) segment.offset(); i < segment.offset() + segment.length(); i++) {
          Real g = r.times(r.scalar(scale), Real.exact(gradient[i]));
          totals.count(gradient[i]);
          totals.addSquare(Sum.GRADIENT_SQUARED, g);
          if (metric != null) {
            totals.addSquare(Sum.GRADIENT_SQUARED_METRIC, metric.weigh(r, i, g));
          }
        }
      }
      totals.writeTo(sums, s);
    }
    return sums;
  }
}
