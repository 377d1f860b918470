package io.github.gns4j.examples.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The results of one task, and how they compare with the best of the grid of DL4J's Adam.
 *
 * @param results of all arms
 */
record Grid(List<CellResult> results) {
  Grid {
    results = List.copyOf(results);
  }

  /** Returns the results of one arm. */
  List<CellResult> of(String arm) {
    return results.stream().filter(result -> result.key().arm().equals(arm)).toList();
  }

  /** Returns the arms other than DL4J's Adam. */
  List<String> arms() {
    return results.stream()
        .map(result -> result.key().arm())
        .filter(arm -> !arm.equals(PlainAdamArm.NAME))
        .distinct()
        .toList();
  }

  /** Returns the cell of DL4J's Adam that reached the target first, if any did. */
  Optional<CellResult> best() {
    return of(PlainAdamArm.NAME).stream()
        .filter(CellResult::isReached)
        .min(Comparator.comparingDouble(CellResult::seconds));
  }

  /** Returns a time to target over the best one; infinite if the target was not reached. */
  double ratio(CellResult result) {
    OptionalDouble best = best().stream().mapToDouble(CellResult::seconds).findFirst();
    return result.isReached() && best.isPresent()
        ? result.seconds() / best.getAsDouble()
        : Double.POSITIVE_INFINITY;
  }

  /** Returns the ratios of an arm in ascending order. */
  double[] ratios(String arm) {
    return of(arm).stream().mapToDouble(this::ratio).sorted().toArray();
  }

  /** Returns the ratios of an arm from one base rate in ascending order. */
  double[] ratiosAt(String arm, double rate) {
    return of(arm).stream()
        .filter(result -> result.key().start().rate() == rate)
        .mapToDouble(this::ratio)
        .sorted()
        .toArray();
  }

  /** Returns the ratios of an arm from base rates within {@code factor} of the best rate. */
  double[] ratiosNear(String arm, double factor) {
    double log = Math.log(factor) * (1 + 1e-9);
    double rate = best().map(result -> result.key().start().rate()).orElse(Double.NaN);
    return of(arm).stream()
        .filter(result -> Math.abs(Math.log(result.key().start().rate() / rate)) <= log)
        .mapToDouble(this::ratio)
        .sorted()
        .toArray();
  }

  /** Returns whether the rates of an arm mean anything. */
  boolean isRated(String arm) {
    return of(arm).stream().anyMatch(result -> result.key().start().rate() != RateFreeArm.NO_RATE);
  }

  /** Returns whether the best cell lies at the edge of the grid: a wider one may hold better. */
  boolean isBestAtEdge() {
    List<CellResult> grid = of(PlainAdamArm.NAME);
    return best().map(CellResult::key).map(CellKey::start).stream()
        .anyMatch(
            start ->
                isExtreme(
                        grid.stream().mapToDouble(r -> r.key().start().rate()).toArray(),
                        start.rate())
                    || isExtreme(
                        grid.stream().mapToDouble(r -> r.key().start().batch()).toArray(),
                        start.batch()));
  }

  /**
   * Returns the means over grids of the same task with different seeds, of the cells that all of
   * them have. A cell that missed the target with one seed has missed.
   *
   * @param grids at least 1
   */
  static Grid mean(List<Grid> grids) {
    List<CellResult> means = new ArrayList<>();
    for (CellResult first : grids.getFirst().results()) {
      List<CellResult> same =
          grids.stream().flatMap(grid -> grid.cell(first.key().withoutSeed()).stream()).toList();
      if (same.size() == grids.size()) {
        means.add(CellResult.mean(same));
      }
    }
    return new Grid(means);
  }

  private Optional<CellResult> cell(CellKey key) {
    return results.stream().filter(result -> result.key().withoutSeed().equals(key)).findFirst();
  }

  private static boolean isExtreme(double[] values, double value) {
    DoubleSummaryStatistics all = Arrays.stream(values).summaryStatistics();
    return value <= all.getMin() || value >= all.getMax();
  }
}
