package io.github.gns4j.examples.quadratics;

import io.github.gns4j.monitor.chart.CurveChart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The pictures of a study. */
final class StudyCharts {
  private StudyCharts() {}

  static void write(StudyResults results, Path directory) throws IOException {
    time(results).write(directory.resolve("quadratics-time.svg"));
    curves(results).write(directory.resolve("quadratics-curves.svg"));
  }

  private static CurveChart time(StudyResults results) {
    CurveChart chart =
        new CurveChart(
                "Time to target over the best of the grid of rate × batch",
                "below 1 is faster than any fixed rate and batch; one base rate for each momentum, bars"
                    + " of two standard errors",
                "cost of a step that does not grow with the batch, in samples")
            .logarithmic();
    for (double momentum : distinct(results.times(), TimeRow::momentum)) {
      for (double target : distinct(results.times(), TimeRow::target)) {
        chart.panel(String.format(Locale.ROOT, "momentum %s, to %s", momentum, target), true);
        for (Configuration configuration : Configuration.values()) {
          curve(
              chart,
              configuration,
              results.chosen(configuration).stream()
                  .filter(r -> r.momentum() == momentum && r.target() == target)
                  .toList());
        }
      }
    }
    return chart;
  }

  private static void curve(CurveChart chart, Configuration configuration, List<TimeRow> line) {
    if (line.stream().allMatch(r -> Double.isNaN(r.ratio()))) {
      return;
    }
    double[] x = values(line, TimeRow::fixed);
    chart
        .curve(configuration.label(), x, values(line, TimeRow::ratio))
        .bars(
            x,
            values(line, r -> r.ratio() - 2 * r.ratioError()),
            values(line, r -> r.ratio() + 2 * r.ratioError()));
  }

  private static CurveChart curves(StudyResults results) {
    CurveChart chart =
        new CurveChart(
                "Steps to a hundredth of the loss against the batch",
                "best rate for each batch, and the fit S_min(1 + B_crit/B)",
                "batch, samples")
            .logarithmic();
    for (EstimateRow estimate : results.estimates()) {
      List<CurveRow> curve =
          results.curves().stream()
              .filter(
                  r -> r.dimension() == estimate.dimension() && r.momentum() == estimate.momentum())
              .toList();
      double[] batches = values(curve, CurveRow::batch);
      chart
          .panel("dimension " + estimate.dimension() + ", momentum " + estimate.momentum(), true)
          .curve("steps", batches, values(curve, CurveRow::steps))
          .curve("fit", batches, values(curve, CurveRow::fitted));
    }
    return chart;
  }

  private static <T> double[] values(List<T> rows, ToDoubleFunction<T> value) {
    return rows.stream().mapToDouble(value).toArray();
  }

  private static <T> double[] distinct(List<T> rows, ToDoubleFunction<T> value) {
    return rows.stream().mapToDouble(value).distinct().toArray();
  }
}
