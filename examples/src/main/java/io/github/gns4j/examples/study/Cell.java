package io.github.gns4j.examples.study;

/**
 * A cell of the study's grid.
 *
 * @param task what is learned
 * @param arm by which way
 * @param start from where
 * @param seed of weights and order
 */
record Cell(Task task, Arm arm, Start start, long seed) {
  CellKey key() {
    return new CellKey(task.name(), arm.name(), start, seed);
  }
}
