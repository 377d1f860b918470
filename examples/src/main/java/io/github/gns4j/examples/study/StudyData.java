package io.github.gns4j.examples.study;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a study has found so far, as read from its directory.
 *
 * @param directory of the study
 * @param notes what it is of
 * @param grids results by task, in the order they were first met
 */
record StudyData(Path directory, StudyNotes notes, Map<String, Grid> grids) {
  static StudyData read(Path directory) throws IOException {
    List<CellResult> all = new ResultsFile(directory).read();
    Map<String, Grid> grids = new LinkedHashMap<>();
    for (CellResult result : all) {
      String task = result.key().task();
      grids.computeIfAbsent(
          task, _ -> new Grid(all.stream().filter(r -> r.key().task().equals(task)).toList()));
    }
    return new StudyData(directory, StudyNotes.read(directory), grids);
  }

  /** Returns what steps of a task cost. */
  StepCosts costs(String task) throws IOException {
    return StepCosts.read(Study.costsFile(directory, task));
  }
}
