package io.github.gns4j.examples.study;

/** How a trial ended. */
enum Outcome {
  /** The target was reached. */
  REACHED,
  /** The budget was used up before. */
  MISSED,
  /** The loss ceased to be finite. */
  DIVERGED
}
