package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import java.util.Objects;

/**
 * How a rule changes the base rate for one step.
 *
 * @param factor the base rate is multiplied by it; finite and at least 0
 * @param clockAdvance by how many base steps the clock of the schedule advances; finite, above 0
 * @param why in words and numbers
 */
public record RateGain(double factor, double clockAdvance, Reason why) {
  /** Checks the ranges. */
  public RateGain {
    Arguments.nonNegative("factor", factor);
    Arguments.positive("clockAdvance", clockAdvance);
    Objects.requireNonNull(why, "reason");
  }

  /** Makes a gain whose reason is written already. */
  public RateGain(double factor, double clockAdvance, String reason) {
    this(factor, clockAdvance, Reason.of(reason));
  }

  /** Returns why, in words and numbers. */
  public String reason() {
    return why.words();
  }
}
