package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;

/**
 * {@link io.github.gns4j.kernels.Kernels#perSampleMoments}.
 *
 * <p>The error of the mean of a column, δ, enters {@code Σ(g_i − mean)²} only as {@code B·δ²},
 * because the deviations from the true mean add up to 0. So the bound of the deviations stays small
 * where the noise is small against the mean, and a kernel that subtracts two large sums in float
 * fails it.
 */
public final class PerSampleMomentsOracle {
  private final Rounding r;
  private final double scale;
  private final Metric metric;

  /**
   * What the pass should leave.
   *
   * @param mean mean of the rows
   * @param squaredNorms {@code |g_i|²} of each row
   * @param sums the sums
   */
  public record Outcome(Expected mean, Expected squaredNorms, OracleSums sums) {}

  /** Makes the oracle of kernels on state of {@code type}; {@code metric} may be null. */
  public PerSampleMomentsOracle(ElementType type, double scale, Metric metric) {
    this.r = Rounding.of(type);
    this.scale = scale;
    this.metric = metric;
  }

  /** Returns the outcome for the rows {@code samples}. */
  public Outcome run(double[][] samples, Segments segments) {
    Expected mean = Expected.ofLength((int) segments.length());
    OracleSums sums = new OracleSums(segments);
    Total[] norms = new Total[samples.length];
    for (int row = 0; row < norms.length; row++) {
      norms[row] = new Total(r);
    }
    for (int s = 0; s < segments.count(); s++) {
      Segment segment = segments.get(s);
      SegmentTotals totals = new SegmentTotals(r);
      for (int j = (int) segment.offset(); j < segment.offset() + segment.length(); j++) {
        Real[] column = column(samples, j, segment.isGradient() ? scale : 1);
        Real columnMean = mean(column);
        mean.set(j, r.store(columnMean));
        if (segment.isGradient()) {
          reduce(column, columnMean, j, totals, norms);
        }
      }
      totals.writeTo(sums, s);
    }
    return new Outcome(mean, norms(norms), sums);
  }

  private Real[] column(double[][] samples, int j, double factor) {
    Real[] column = new Real[samples.length];
    for (int row = 0; row < column.length; row++) {
      Real x = Real.exact(samples[row][j]);
      column[row] = factor == 1 ? x : r.times(r.scalar(factor), x);
    }
    return column;
  }

  private Real mean(Real[] column) {
    Total total = new Total(r);
    for (Real g : column) {
      total.add(g);
    }
    return r.over(total.sum(), Real.exact(column.length));
  }

  private void reduce(Real[] column, Real mean, int j, SegmentTotals totals, Total[] norms) {
    for (int row = 0; row < column.length; row++) {
      Real g = column[row];
      totals.count(g.value());
      norms[row].add(r.square(g));
      Real deviation = r.minus(g, Real.exact(mean.value()));
      addSquare(totals, Sum.GRADIENT_SQUARED, j, g);
      addSquare(totals, Sum.DEVIATION_SQUARED, j, deviation);
    }
    addSquare(totals, Sum.MEAN_SQUARED, j, mean);
    Real shift = new Real(0, Math.sqrt(column.length) * mean.error());
    addSquare(totals, Sum.DEVIATION_SQUARED, j, shift);
  }

  private void addSquare(SegmentTotals totals, Sum sum, int j, Real x) {
    totals.addSquare(sum, x);
    if (metric != null) {
      totals.addSquare(Metric.counterpart(sum), metric.weigh(r, j, x));
    }
  }

  private static Expected norms(Total[] totals) {
    Expected norms = Expected.ofLength(totals.length);
    for (int row = 0; row < totals.length; row++) {
      norms.set(row, totals[row].sum());
    }
    return norms;
  }
}
