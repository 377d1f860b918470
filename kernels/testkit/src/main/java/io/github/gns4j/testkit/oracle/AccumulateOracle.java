package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;

/** {@link io.github.gns4j.kernels.Kernels#accumulate}. */
public final class AccumulateOracle {
  private final Rounding r;
  private final Metric metric;

  /**
   * The mean and the sums after the pass.
   *
   * @param mean the mean
   * @param sums the sums
   */
  public record Outcome(Expected mean, OracleSums sums) {}

  /** Makes the oracle of kernels on state of {@code type}; {@code metric} may be null. */
  public AccumulateOracle(ElementType type, Metric metric) {
    this.r = Rounding.of(type);
    this.metric = metric;
  }

  /** Returns the outcome. */
  public Outcome run(double[] mean, double[] gradient, Segments segments, Accumulation how) {
    Outcome out = new Outcome(Expected.startingFrom(mean), new OracleSums(segments));
    for (int s = 0; s < segments.count(); s++) {
      Segment segment = segments.get(s);
      SegmentTotals totals = new SegmentTotals(r);
      for (int i = (int) segment.offset(); i < segment.offset() + segment.length(); i++) {
        Real before = Real.exact(mean[i]);
        Real g = Real.exact(gradient[i]);
        Real added = segment.isGradient() ? r.times(r.scalar(how.scale()), g) : g;
        Real after = r.store(how.previous() == 0 ? added : moved(before, added, how.weight()));
        out.mean.set(i, after);
        if (segment.isGradient()) {
          totals.count(after.value());
          Real deviation = how.previous() == 0 ? Real.ZERO : r.minus(added, before);
          addSquare(totals, Sum.GRADIENT_SQUARED, i, added);
          addSquare(totals, Sum.MEAN_SQUARED, i, after);
          addSquare(totals, Sum.DEVIATION_SQUARED, i, deviation);
        }
      }
      totals.writeTo(out.sums, s);
    }
    return out;
  }

  private Real moved(Real before, Real added, double weight) {
    return r.plus(before, r.times(r.scalar(weight), r.minus(added, before)));
  }

  private void addSquare(SegmentTotals totals, Sum sum, int i, Real x) {
    totals.addSquare(sum, x);
    if (metric != null) {
      totals.addSquare(Metric.counterpart(sum), metric.weigh(r, i, x));
    }
  }
}
