package io.github.gns4j.examples.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How the arms compare with the best of the grid, over all tasks.
 *
 * @param page to add to
 * @param grids results by task
 */
record SummaryTable(Markdown page, Map<String, Grid> grids) {
  /** What is aimed at from any start, and from base rates near the best one. */
  private static final double ANY = 1.25;

  private static final double NEAR = 0.85;
  private static final double NEAR_FACTOR = 3;

  /**
   * Adds the table.
   *
   * @param ratio what is compared with what
   */
  void add(String ratio) {
    page.say(
        "%s; *near* means from base rates within a factor of %s of the best one. Aims: at most %s"
            + " from any start, at most %s near.",
        ratio, Markdown.number(NEAR_FACTOR), Markdown.number(ANY), Markdown.number(NEAR));
    List<List<String>> rows = new ArrayList<>();
    grids.forEach((task, grid) -> grid.arms().forEach(arm -> rows.add(row(task, grid, arm))));
    page.table(
        List.of(
            "task, arm",
            "reached",
            "at most " + Markdown.number(ANY),
            "median",
            "worst",
            "cells of the grid as fast as the median",
            "near: median",
            "near: worst",
            "near: at most " + Markdown.number(NEAR)),
        rows);
  }

  private static List<String> row(String task, Grid grid, String arm) {
    double[] all = grid.ratios(arm);
    boolean rated = grid.isRated(arm);
    double[] near = rated ? grid.ratiosNear(arm, NEAR_FACTOR) : new double[0];
    return List.of(
        task + ", " + arm,
        Markdown.within(all, Double.MAX_VALUE),
        Markdown.within(all, ANY),
        Markdown.number(Markdown.median(all)),
        Markdown.number(Markdown.greatest(all)),
        asFast(grid, Markdown.median(all)),
        Markdown.number(Markdown.median(near)),
        Markdown.number(Markdown.greatest(near)),
        rated ? Markdown.within(near, NEAR) : "–");
  }

  private static String asFast(Grid grid, double ratio) {
    return Double.isFinite(ratio) ? Markdown.within(grid.ratios(PlainAdamArm.NAME), ratio) : "–";
  }
}
