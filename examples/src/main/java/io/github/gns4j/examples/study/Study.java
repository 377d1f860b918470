package io.github.gns4j.examples.study;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs the cells of a grid that are not done yet, one after the other. Each gets a budget that is a
 * multiple of the best time of DL4J's Adam on the same task so far, because what is slower than
 * that has lost whatever its time.
 */
final class Study {
  /** Multiple of the best time that a cell of DL4J's Adam gets. */
  static final double GRID_FACTOR = 2;

  /** Multiple of the best time that any other cell gets. */
  static final double OTHER_FACTOR = 3;

  private final Path directory;
  private final Settings settings;
  private final ResultsFile results;
  private final PrintWriter out;

  /**
   * What can be chosen.
   *
   * @param batches sizes at which steps are timed
   * @param brief whether a few rounds of that will do
   * @param limit modelled seconds of a cell while nothing has reached the target yet
   * @param seed of weights and order
   */
  record Settings(List<Integer> batches, boolean brief, double limit, long seed) {}

  Study(Path directory, Settings settings, PrintWriter out) throws IOException {
    this.directory = directory;
    this.settings = settings;
    this.results = new ResultsFile(directory);
    this.out = out;
  }

  /** Notes what the results are of. */
  void note(List<Task> tasks, List<Arm> arms) throws IOException {
    try (ResultsFile.Claim _ = results.claim("notes")) {
      StudyNotes notes = StudyNotes.read(directory);
      notes.add(tasks, arms, settings.seed());
      notes.write(directory);
    }
  }

  /** Measures what steps of {@code task} cost, if that is not done yet. */
  void measure(Task task) throws IOException {
    costs(task);
  }

  /** Records the noise scale of plain SGD on {@code task}, if that is not done yet. */
  void noise(Task task, double epochs) throws IOException {
    Path file = NoiseScaleRun.file(directory, task.name());
    try (ResultsFile.Claim _ = results.claim("noise-" + task.name())) {
      if (!Files.exists(file)) {
        new NoiseScaleRun(task, epochs).run(file, settings.seed());
      }
    }
  }

  /** Runs all cells of {@code task}. */
  void run(Task task, List<Arm> arms) throws IOException {
    StepCosts costs = costs(task);
    for (Arm arm : arms) {
      for (Start start : arm.starts()) {
        run(new Cell(task, arm, start, settings.seed()), costs);
      }
    }
  }

  /** Returns the file with the costs of a task. */
  static Path costsFile(Path directory, String task) {
    return directory.resolve("costs-" + task + ".csv");
  }

  private StepCosts costs(Task task) throws IOException {
    Path file = costsFile(directory, task.name());
    try (ResultsFile.Claim _ = results.claim("costs-" + task.name())) {
      if (!Files.exists(file)) {
        Path part = directory.resolve(file.getFileName() + ".part");
        new CostMeter(task, settings.brief()).measure(settings.batches()).write(part);
        Files.move(part, file);
      }
    }
    return StepCosts.read(file);
  }

  private void run(Cell cell, StepCosts costs) throws IOException {
    Optional<ResultsFile.Claim> claim = results.tryClaim(cell.key());
    if (claim.isEmpty()) {
      return;
    }
    try (ResultsFile.Claim _ = claim.get()) {
      List<CellResult> done = results.read();
      if (done.stream().noneMatch(result -> result.key().equals(cell.key()))) {
        CellResult result = Trial.run(cell, costs, budget(cell, done));
        results.append(result);
        tell(result);
      }
    }
  }

  private double budget(Cell cell, List<CellResult> done) {
    double factor = cell.arm().name().equals(PlainAdamArm.NAME) ? GRID_FACTOR : OTHER_FACTOR;
    List<CellResult> ofTask = new ArrayList<>(done);
    ofTask.removeIf(result -> !result.key().task().equals(cell.task().name()));
    return new Grid(ofTask)
        .best()
        .map(best -> Math.min(settings.limit(), factor * best.seconds()))
        .orElse(settings.limit());
  }

  private void tell(CellResult result) {
    out.printf(
        Locale.ROOT,
        "%-10s %-13s rate %7.1e batch %4d: %-8s %7.2f s, %6d steps, %8d samples (%.1f s)%n",
        result.key().task(),
        result.key().arm(),
        result.key().start().rate(),
        result.key().start().batch(),
        result.outcome(),
        result.seconds(),
        result.steps(),
        result.samples(),
        result.wallSeconds());
    out.flush();
  }
}
