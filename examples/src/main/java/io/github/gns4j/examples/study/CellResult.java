package io.github.gns4j.examples.study;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What came of a cell.
 *
 * @param key which cell
 * @param outcome how it ended
 * @param seconds modelled, to the target or to the end
 * @param steps taken
 * @param samples seen
 * @param wallSeconds by the clock on the wall, evaluation included
 * @param budget modelled seconds it was given
 * @param measured last
 */
record CellResult(
    CellKey key,
    Outcome outcome,
    double seconds,
    long steps,
    long samples,
    double wallSeconds,
    double budget,
    double measured) {
  /** The first line of a file of results. */
  static final String HEADER =
      "task,arm,rate,batch,seed,outcome,seconds,steps,samples,wall_seconds,budget,measured";

  private static final int CELLS = 12;

  boolean isReached() {
    return outcome == Outcome.REACHED;
  }

  /**
   * Returns the means of one cell over seeds; missed if it missed with one of them.
   *
   * @param seeds results of the same cell, at least 1
   */
  static CellResult mean(List<CellResult> seeds) {
    return new CellResult(
        seeds.getFirst().key().withoutSeed(),
        seeds.stream().allMatch(CellResult::isReached) ? Outcome.REACHED : Outcome.MISSED,
        mean(seeds, CellResult::seconds),
        Math.round(mean(seeds, CellResult::steps)),
        Math.round(mean(seeds, CellResult::samples)),
        mean(seeds, CellResult::wallSeconds),
        mean(seeds, CellResult::budget),
        mean(seeds, CellResult::measured));
  }

  private static double mean(List<CellResult> seeds, ToDoubleFunction<CellResult> value) {
    return seeds.stream().mapToDouble(value).average().orElseThrow();
  }

  /** Returns the result as comma-separated values. */
  String csv() {
    return String.format(
        Locale.ROOT,
        "%s,%s,%.4g,%d,%d,%s,%.4f,%d,%d,%.3f,%.3f,%.5f",
        key.task(),
        key.arm(),
        key.start().rate(),
        key.start().batch(),
        key.seed(),
        outcome,
        seconds,
        steps,
        samples,
        wallSeconds,
        budget,
        measured);
  }

  /**
   * Reads what {@link #csv} wrote.
   *
   * @throws IllegalArgumentException if it is something else
   */
  static CellResult parse(String line) {
    String[] cells = line.split(",", -1);
    if (cells.length != CELLS) {
      throw new IllegalArgumentException("not a line of results: " + line);
    }
    Start start = new Start(Double.parseDouble(cells[2]), Integer.parseInt(cells[3]));
    return new CellResult(
        new CellKey(cells[0], cells[1], start, Long.parseLong(cells[4])),
        Outcome.valueOf(cells[5]),
        Double.parseDouble(cells[6]),
        Long.parseLong(cells[7]),
        Long.parseLong(cells[8]),
        Double.parseDouble(cells[9]),
        Double.parseDouble(cells[10]),
        Double.parseDouble(cells[11]));
  }
}
