package io.github.gns4j.benchmarks.page;

import io.github.gns4j.monitor.chart.CurveChart;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * A picture of a page.
 *
 * @param file its name, without ending
 * @param title what it shows
 * @param chart the picture
 */
record Chart(String file, String title, CurveChart chart) {
  static final String BARS = bars("99.9%");

  /** Curves over the same abscissae are drawn apart by this factor, so that bars can be seen. */
  private static final double APART = 1.03;

  /** A chart over a logarithmic abscissa, without panels. */
  static Chart of(String file, String title, String subtitle, String xTitle) {
    return new Chart(file, title, new CurveChart(title, subtitle, xTitle).logarithmic());
  }

  /** Says what bars are, intervals of so much. */
  static String bars(String coverage) {
    return "bars are "
        + coverage
        + " intervals, drawn as factors and a little apart from one another";
  }

  /** Adds a panel with curves by name, each with error bars. */
  void panel(String words, Map<String, Map<Integer, Score>> curves) {
    chart.panel(words, true);
    double shift = 1;
    for (Map.Entry<String, Map<Integer, Score>> curve : curves.entrySet()) {
      curve(curve.getKey(), curve.getValue(), shift);
      shift *= APART;
    }
  }

  private void curve(String name, Map<Integer, Score> points, double shift) {
    List<Map.Entry<Integer, Score>> inOrder =
        points.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    double[] x = inOrder.stream().mapToDouble(point -> point.getKey() * shift).toArray();
    chart
        .curve(name, x, values(inOrder, Score::value))
        .bars(x, values(inOrder, Score::low), values(inOrder, Score::high));
  }

  private static double[] values(
      List<Map.Entry<Integer, Score>> points, ToDoubleFunction<Score> value) {
    return points.stream().map(Map.Entry::getValue).mapToDouble(value).toArray();
  }
}
