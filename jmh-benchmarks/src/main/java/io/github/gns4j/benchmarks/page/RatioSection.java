package io.github.gns4j.benchmarks.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Ratios within the run. */
final class RatioSection {
  private RatioSection() {}

  static Section of(String name, Results results) {
    Map<String, Map<Integer, Score>> times = results.times(Setting.USUAL);
    Sizes sizes = Sizes.of(results.sized().filter(m -> m.setting().equals(Setting.USUAL)));
    Table table = sizes.table();
    Chart chart =
        Chart.of(
            name + "-ratios",
            "Ratios within the run",
            "above 1 we are faster; " + Chart.BARS,
            "parameters");
    for (Comparison.Kind kind : Comparison.Kind.values()) {
      List<Comparison> those = Comparison.ALL.stream().filter(c -> c.kind() == kind).toList();
      those.forEach(
          c -> table.row(c.title(), sizes.cells(c.ratios(times), ratio -> ratio.show(2))));
      panel(chart, kind, those, times);
    }
    Section section = new Section();
    return table.isEmpty()
        ? section
        : section
            .heading("Ratios within the run (other time / our time; above 1 we are faster)")
            .table(table)
            .chart(chart);
  }

  /** Draws what was measured at two sizes at least; the table has the rest. */
  private static void panel(
      Chart chart,
      Comparison.Kind kind,
      List<Comparison> comparisons,
      Map<String, Map<Integer, Score>> times) {
    List<Comparison> drawn =
        comparisons.stream()
            .filter(c -> !c.label().isEmpty() && c.ratios(times).size() > 1)
            .toList();
    if (!drawn.isEmpty()) {
      Map<String, Map<Integer, Score>> curves = new LinkedHashMap<>();
      drawn.forEach(c -> curves.put(c.label(), c.ratios(times)));
      chart.panel(kind.words(), curves);
    }
  }
}
