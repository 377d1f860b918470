package io.github.gns4j.benchmarks.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Ratios of all comparisons, in a table and a chart. */
final class RatioSection {
  private final Sizes sizes;
  private final Function<Comparison, Map<Integer, Score>> ratios;

  private RatioSection(Sizes sizes, Function<Comparison, Map<Integer, Score>> ratios) {
    this.sizes = sizes;
    this.ratios = ratios;
  }

  /** Ratios within the run. */
  static Section of(String name, Results results) {
    Map<String, Map<Integer, Score>> times = results.times(Setting.USUAL);
    Sizes sizes = Sizes.of(results.sized().filter(m -> m.setting().equals(Setting.USUAL)));
    RatioSection all = new RatioSection(sizes, comparison -> comparison.ratios(times));
    return all.section("Ratios within the run", name + "-ratios", Chart.BARS);
  }

  /** Ratios of what took turns. */
  static Section byTurns(String name, Sizes sizes, Results results) {
    RatioSection all =
        new RatioSection(
            sizes, comparison -> new Turns(comparison.other(), comparison.ours()).ratios(results));
    return all.section("Ratios by turns", name + "-by-turns", Chart.bars("95%"));
  }

  private Section section(String title, String file, String bars) {
    Table table = sizes.table();
    for (Comparison comparison : Comparison.ALL) {
      table.row(comparison.title(), sizes.cells(ratios.apply(comparison), ratio -> ratio.show(2)));
    }
    Section section = new Section();
    return table.isEmpty()
        ? section
        : section
            .heading(title + " (other time / our time; above 1 we are faster)")
            .table(table)
            .chart(chart(title, file, bars));
  }

  private Chart chart(String title, String file, String bars) {
    Chart chart = Chart.of(file, title, "above 1 we are faster; " + bars, "parameters");
    for (Comparison.Kind kind : Comparison.Kind.values()) {
      panel(chart, kind, Comparison.ALL.stream().filter(c -> c.kind() == kind).toList());
    }
    return chart;
  }

  /** Draws what was measured at two sizes at least; the table has the rest. */
  private void panel(Chart chart, Comparison.Kind kind, List<Comparison> comparisons) {
    Map<String, Map<Integer, Score>> curves = new LinkedHashMap<>();
    for (Comparison comparison : comparisons) {
      Map<Integer, Score> points = ratios.apply(comparison);
      if (!comparison.label().isEmpty() && points.size() > 1) {
        curves.put(comparison.label(), points);
      }
    }
    if (!curves.isEmpty()) {
      chart.panel(kind.words(), curves);
    }
  }
}
