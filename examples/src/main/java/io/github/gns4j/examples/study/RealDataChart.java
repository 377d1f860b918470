package io.github.gns4j.examples.study;

import io.github.gns4j.monitor.chart.CurveChart;
import java.util.Arrays;
import java.util.function.DoubleFunction;
import java.util.function.DoubleUnaryOperator;

/** Time to target over the base rate, a panel a task. */
final class RealDataChart {
  private final CurveChart chart =
      new CurveChart(
              "Time to target over the best of DL4J's grid",
              "best batch or first batch of each rate; level lines have no rate",
              "base rate")
          .logarithmic();

  private RealDataChart() {}

  static CurveChart of(StudyData data) {
    RealDataChart all = new RealDataChart();
    data.grids()
        .forEach(
            (task, grid) -> {
              all.chart.panel(task, true);
              all.curve(grid, PlainAdamArm.NAME);
              grid.arms().forEach(arm -> all.curve(grid, arm));
            });
    return all.chart;
  }

  /** What has no rate is drawn as a level line over the rates of the others. */
  private void curve(Grid grid, String arm) {
    boolean rated = grid.isRated(arm);
    double[] rates =
        (rated ? grid.of(arm) : grid.results())
            .stream().mapToDouble(r -> r.key().start().rate()).distinct().sorted().toArray();
    DoubleFunction<double[]> ratios = rate -> rated ? grid.ratiosAt(arm, rate) : grid.ratios(arm);
    DoubleUnaryOperator value = rate -> finite(ratios.apply(rate)[0]);
    chart.curve(arm, rates, Arrays.stream(rates).map(value).toArray());
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : Double.NaN;
  }
}
