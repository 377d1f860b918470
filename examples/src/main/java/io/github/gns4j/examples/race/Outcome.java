package io.github.gns4j.examples.race;

import java.util.Optional;

/**
 * What came of a run.
 *
 * @param name of the optimizer
 * @param toTarget what the target accuracy took; empty if it was not reached
 * @param total what the whole run took
 * @param accuracy share of the test images classified rightly at the end
 */
public record Outcome(String name, Optional<Effort> toTarget, Effort total, double accuracy) {
  /**
   * What training took.
   *
   * @param seconds of training, evaluation left out
   * @param steps of the optimizer
   * @param examples seen
   */
  public record Effort(double seconds, long steps, long examples) {}
}
