package io.github.gns4j.examples.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Writes the page of the whole study, its table and its chart. */
final class RealDataPage {
  private final StudyData data;
  private final Markdown page = new Markdown();

  RealDataPage(StudyData data) {
    this.data = data;
  }

  /** Writes {@code real-data.md}, {@code .csv} and {@code .svg} into a directory that is there. */
  void write(Path directory) throws IOException {
    Files.copy(
        data.directory().resolve("results.csv"),
        directory.resolve("real-data.csv"),
        StandardCopyOption.REPLACE_EXISTING);
    RealDataChart.of(data).write(directory.resolve("real-data.svg"));
    page.heading(1, "Time to target on real data");
    introduction();
    page.heading(2, "Summary");
    new SummaryTable(page, data.grids()).add("Time to target over the best of DL4J's grid");
    for (Map.Entry<String, Grid> task : data.grids().entrySet()) {
      task(task.getKey(), task.getValue());
    }
    Files.writeString(directory.resolve("real-data.md"), page.toString());
  }

  private void introduction() {
    page.say(
        "Written by `examples/run study` on %s (%s, seed %s); numbers:"
            + " [real-data.csv](real-data.csv).",
        data.notes().day(), data.notes().machine(), data.notes().seed());
    page.say(
        "**Time is modelled.** A step costs the lower quartile of steps of its batch and of its way"
            + " of training, measured at the beginning of the run (tables below: median and"
            + " quartiles) and linear in between: whatever else ran on the machine only adds; a"
            + " probe costs one more forward and backward pass for each look, and as much as the slopes;"
            + " so does an average of the weights. The noise-aware optimizers see this"
            + " clock, too. Evaluation costs nothing, and takes place whenever 6%% more time has"
            + " passed. Time by the clock on the wall is in the CSV file (`wall_seconds`,"
            + " evaluation included): other programs ran on the machine.");
    page.say(
        "A cell of the grid of DL4J's Adam is given up at %s times the best time so far, any other"
            + " cell at %s times; then it has *missed*. Each cell is one run of one seed:"
            + " differences of a tenth mean little, and the best of a grid is lucky on average. The"
            + " peers DoG and Prodigy are charged the step of DL4J's Adam; they have no rate.",
        Markdown.number(Study.GRID_FACTOR), Markdown.number(Study.OTHER_FACTOR));
    page.say(
        "**Not blind.** The preset was changed again and again after earlier results on these tasks"
            + " were seen: its search was tried on seeds 1 to 6, and what slopes are divided by on"
            + " seeds 1 to 8 of the dense, 1 to 5 of the convolutional and 1 to 4 of the recurrent"
            + " task. The text and the target of the recurrent task were chosen after the course of"
            + " runs on it was seen. Where runs start matters less than chance: they begin with the"
            + " same scouting steps.");
    page.say("![Time to target by base rate](real-data.svg)");
  }

  private void task(String task, Grid grid) throws IOException {
    page.heading(2, task);
    page.say("%s. Target: %s.", data.notes().task(task), data.notes().target(task));
    Tables.costs(page, data.costs(task));
    page.say("Seconds to target of DL4J's Adam:");
    Tables.cells(page, grid, PlainAdamArm.NAME, Tables::seconds);
    grid.best()
        .ifPresentOrElse(
            best ->
                page.say(
                    "Best: %s s at rate %s, batch %d%s.",
                    Markdown.number(best.seconds()),
                    Markdown.rate(best.key().start().rate()),
                    best.key().start().batch(),
                    grid.isBestAtEdge() ? ", at the edge of the grid" : ""),
            () -> page.say("No cell reached the target."));
    for (String arm : grid.arms()) {
      page.say("`%s`, %s: time over the best of the grid.", arm, data.notes().arm(arm));
      Tables.cells(page, grid, arm, result -> Tables.ratio(grid, result));
    }
    page.say(
        "Time on the wall over modelled time of the cells that reached the target: median %s.",
        Markdown.number(
            Markdown.median(
                grid.results().stream()
                    .filter(CellResult::isReached)
                    .mapToDouble(result -> result.wallSeconds() / result.seconds())
                    .sorted()
                    .toArray())));
  }
}
