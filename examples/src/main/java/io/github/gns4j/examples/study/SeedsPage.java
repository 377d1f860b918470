package io.github.gns4j.examples.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes the page that compares over all seeds of a study. The best of 36 cells of one seed is
 * chosen with hindsight on the very run; the cell that is best on average over seeds is one that
 * somebody could have tuned to.
 */
final class SeedsPage {
  private final List<StudyData> studies = new ArrayList<>();
  private final Markdown page = new Markdown();

  /** Takes the studies of one seed each. */
  SeedsPage(StudyData first, List<StudyData> others) {
    studies.add(first);
    studies.addAll(others);
  }

  /** Writes {@code real-data-seeds.md} into a directory that is there. */
  void write(Path directory) throws IOException {
    Map<String, Grid> means = means();
    page.heading(1, "Time to target on real data, over seeds");
    page.say(
        "Written by `examples/run study` from the results of seeds %s; how they were measured is told"
            + " on the [page of the first](real-data.md).",
        studies.stream().map(study -> study.notes().seed()).collect(Collectors.joining(", ")));
    page.say(
        "The best cell of a grid is lucky on the run it was chosen on: no one can choose it before."
            + " Here times are means over seeds, and the best of the grid is the one cell whose mean"
            + " is least, as by tuning on other seeds. A cell that missed the target with one seed"
            + " has missed.");
    page.heading(2, "Summary");
    new SummaryTable(page, means)
        .add("Mean time to target over that of the cell of DL4J's grid that is best on average");
    means.forEach(this::task);
    Files.writeString(directory.resolve("real-data-seeds.md"), page.toString());
  }

  /** Tasks that all studies have. */
  private Map<String, Grid> means() {
    Map<String, Grid> means = new LinkedHashMap<>();
    for (String task : studies.getFirst().grids().keySet()) {
      List<Grid> grids =
          studies.stream()
              .filter(study -> study.grids().containsKey(task))
              .map(study -> study.grids().get(task))
              .toList();
      if (grids.size() == studies.size()) {
        means.put(task, Grid.mean(grids));
      }
    }
    return means;
  }

  private void task(String task, Grid grid) {
    page.heading(2, task);
    page.say("Mean seconds to target of DL4J's Adam:");
    Tables.cells(page, grid, PlainAdamArm.NAME, Tables::seconds);
    for (String arm : grid.arms()) {
      page.say("`%s`: mean time over that of the best cell.", arm);
      Tables.cells(page, grid, arm, result -> Tables.ratio(grid, result));
    }
  }
}
