package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import java.util.Objects;

/** What a batch rule wants. */
public sealed interface BatchProposal {
  /** Returns why, in words and numbers. */
  String reason();

  /** Leave the batch as it is. */
  record Hold(String reason) implements BatchProposal {
    /** Requires a reason. */
    public Hold {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * Go to another size.
   *
   * @param samples the size wanted, before limits and rounding, finite and above 0
   * @param predictedGain predicted ratio of progress per second (or per sample, if the rule minds
   *     those) at {@code samples} to that at the present size; 1 means no difference; finite and
   *     above 0
   * @param reason in words and numbers
   */
  record Target(double samples, double predictedGain, String reason) implements BatchProposal {
    /** Checks the ranges. */
    public Target {
      Arguments.positive("samples", samples);
      Arguments.positive("predictedGain", predictedGain);
      Objects.requireNonNull(reason, "reason");
    }
  }
}
