package io.github.gns4j.examples.study;

import java.util.Locale;

/**
 * The name of a cell.
 *
 * @param task name of the task
 * @param arm name of the arm
 * @param start from where
 * @param seed of weights and order
 */
record CellKey(String task, String arm, Start start, long seed) {
  /** Returns the same cell of any seed. */
  CellKey withoutSeed() {
    return new CellKey(task, arm, start, 0);
  }

  /** Returns a name for a file. */
  String fileName() {
    return String.format(
        Locale.ROOT, "%s_%s_%.3e_%d_%d", task, arm, start.rate(), start.batch(), seed);
  }
}
