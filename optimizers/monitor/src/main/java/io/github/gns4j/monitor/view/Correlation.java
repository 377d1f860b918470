package io.github.gns4j.monitor.view;

import io.github.gns4j.monitor.log.LogEntry;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.correlation.SpearmansCorrelation;

/**
 * Rank correlation (Spearman) of a gradient statistic with a measured number, over the last {@value
 * #WINDOW} measurements. It says whether they move together in this run, nothing more.
 *
 * @param metric name of the measured number
 * @param statistic the gradient statistic, as it stood when the number was measured
 * @param pairs number of pairs, at least {@value #FEWEST}
 * @param rank correlation of the ranks, in [-1, 1]
 */
public record Correlation(String metric, Column statistic, int pairs, double rank) {
  static final int WINDOW = 30;
  static final int FEWEST = 6; // below, a rank correlation of 0.8 is no rare chance

  private static final List<Column> STATISTICS =
      List.of(Column.NOISE, Column.TRACE, Column.SIGNAL, Column.NORM, Column.LOSS);

  /** Computes those that can be: enough pairs, and neither side constant. */
  public static List<Correlation> of(History run) {
    List<Correlation> all = new ArrayList<>();
    for (String metric : run.metrics().names()) {
      for (Column statistic : STATISTICS) {
        add(run, metric, statistic, all);
      }
    }
    return all;
  }

  private static void add(History run, String metric, Column statistic, List<Correlation> all) {
    List<LogEntry.Metric> values = run.metrics().get(metric);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (LogEntry.Metric value :
        values.subList(Math.max(0, values.size() - WINDOW), values.size())) {
      double at = valueAt(run.points(), statistic, value.step());
      if (Double.isFinite(at) && Double.isFinite(value.value())) {
        x.add(at);
        y.add(value.value());
      }
    }
    if (x.size() >= FEWEST) {
      double rank = new SpearmansCorrelation().correlation(array(x), array(y));
      if (Double.isFinite(rank)) {
        all.add(new Correlation(metric, statistic, x.size(), rank));
      }
    }
  }

  /** The value of the point that holds {@code step}, NaN if there is none. */
  private static double valueAt(Points points, Column column, long step) {
    int low = 0;
    int high = points.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (points.get(Column.STEP, middle) < step) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return points.size() == 0 ? Double.NaN : points.get(column, low);
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
