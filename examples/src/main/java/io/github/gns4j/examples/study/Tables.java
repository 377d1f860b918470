package io.github.gns4j.examples.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The tables of the pages. */
final class Tables {
  private Tables() {}

  /** Adds a table of the results of an arm, a row a rate and a column a batch. */
  static void cells(Markdown page, Grid grid, String arm, Function<CellResult, String> cell) {
    List<CellResult> results = grid.of(arm);
    List<Integer> batches =
        results.stream().map(r -> r.key().start().batch()).distinct().sorted().toList();
    List<Double> rates =
        results.stream().map(r -> r.key().start().rate()).distinct().sorted().toList();
    List<String> heads = new ArrayList<>(List.of("rate \\ batch"));
    batches.forEach(batch -> heads.add(batch.toString()));
    List<List<String>> rows = new ArrayList<>();
    for (double rate : rates) {
      List<String> row = new ArrayList<>(List.of(Markdown.rate(rate)));
      for (int batch : batches) {
        Start start = new Start(rate, batch);
        row.add(
            results.stream()
                .filter(result -> result.key().start().equals(start))
                .findFirst()
                .map(cell)
                .orElse(""));
      }
      rows.add(row);
    }
    page.table(heads, rows);
  }

  /** Seconds to the target; how long it was waited for where it was not reached. */
  static String seconds(CellResult result) {
    return switch (result.outcome()) {
      case REACHED -> Markdown.number(result.seconds());
      case MISSED -> "> " + Markdown.number(result.budget());
      case DIVERGED -> "diverged";
    };
  }

  /** Time to the target over the best of the grid. */
  static String ratio(Grid grid, CellResult result) {
    return switch (result.outcome()) {
      case REACHED -> Markdown.number(grid.ratio(result));
      case MISSED ->
          "> "
              + Markdown.number(
                  result.budget() / grid.best().map(CellResult::seconds).orElse(Double.NaN));
      case DIVERGED -> "diverged";
    };
  }

  /** Adds a table of measured costs, in milliseconds. */
  static void costs(Markdown page, StepCosts costs) {
    List<String> heads = new ArrayList<>(List.of("batch"));
    for (StepCosts.Kind kind : StepCosts.Kind.values()) {
      heads.add(words(kind));
    }
    List<List<String>> rows = new ArrayList<>();
    for (int batch :
        costs.measured().stream().map(StepCosts.Cost::batch).distinct().sorted().toList()) {
      List<String> row = new ArrayList<>(List.of(Integer.toString(batch)));
      for (StepCosts.Kind kind : StepCosts.Kind.values()) {
        costs.measured().stream()
            .filter(cost -> cost.kind() == kind && cost.batch() == batch)
            .forEach(cost -> row.add(milliseconds(cost)));
      }
      rows.add(row);
    }
    page.table(heads, rows);
  }

  private static String words(StepCosts.Kind kind) {
    return switch (kind) {
      case DL4J -> "DL4J's Adam, ms";
      case NOISE_AWARE -> "noise-aware, ms";
      case SLOPES -> "slopes, ms";
      case GRADIENT -> "gradient alone, ms";
    };
  }

  private static String milliseconds(StepCosts.Cost cost) {
    return Markdown.number(1e3 * cost.median())
        + " ("
        + Markdown.number(1e3 * cost.low())
        + "–"
        + Markdown.number(1e3 * cost.high())
        + ")";
  }
}
