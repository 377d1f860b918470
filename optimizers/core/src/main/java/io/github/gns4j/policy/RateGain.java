package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import java.util.Objects;

/**
 * How a rule changes the base rate for one step.
 *
 * @param factor the base rate is multiplied by it; finite and at least 0
 * @param clockAdvance by how many base steps the clock of the schedule advances; finite, above 0
 * @param reason in words and numbers
 */
public record RateGain(double factor, double clockAdvance, String reason) {
  /** Checks the ranges. */
  public RateGain {
    Arguments.nonNegative("factor", factor);
    Arguments.positive("clockAdvance", clockAdvance);
    Objects.requireNonNull(reason, "reason");
  }
}
