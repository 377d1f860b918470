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
  static final String BARS = "bars are 99.9% intervals, drawn as factors";

  /** A chart over a logarithmic abscissa, without panels. */
  static Chart of(String file, String title, String subtitle, String xTitle) {
    return new Chart(file, title, new CurveChart(title, subtitle, xTitle).logarithmic());
  }

  /** Adds a curve with error bars to the last panel. */
  void curve(String name, Map<Integer, Score> points) {
    List<Map.Entry<Integer, Score>> inOrder =
        points.entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
    double[] x = inOrder.stream().mapToDouble(Map.Entry::getKey).toArray();
    chart
        .curve(name, x, values(inOrder, Score::value))
        .bars(x, values(inOrder, Score::low), values(inOrder, Score::high));
  }

  private static double[] values(
      List<Map.Entry<Integer, Score>> points, ToDoubleFunction<Score> value) {
    return points.stream().map(Map.Entry::getValue).mapToDouble(value).toArray();
  }
}
