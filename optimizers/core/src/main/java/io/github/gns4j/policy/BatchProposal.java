package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import java.util.Objects;

/** What a batch rule wants. */
public sealed interface BatchProposal {
  /** Returns why. */
  Reason why();

  /** Returns why, in words and numbers. */
  default String reason() {
    return why().words();
  }

  /** Leave the batch as it is. */
  record Hold(Reason why) implements BatchProposal {
    /** Requires a reason. */
    public Hold {
      Objects.requireNonNull(why, "reason");
    }

    /** Makes a proposal whose reason is written already. */
    public Hold(String reason) {
      this(Reason.of(reason));
    }
  }

  /**
   * Go to another size.
   *
   * @param samples the size wanted, before limits and rounding, finite and above 0
   * @param predictedGain predicted ratio of progress per second (or per sample, if the rule minds
   *     those) at {@code samples} to that at the present size; 1 means no difference; finite and
   *     above 0
   * @param why in words and numbers
   */
  record Target(double samples, double predictedGain, Reason why) implements BatchProposal {
    /** Checks the ranges. */
    public Target {
      Arguments.positive("samples", samples);
      Arguments.positive("predictedGain", predictedGain);
      Objects.requireNonNull(why, "reason");
    }

    /** Makes a proposal whose reason is written already. */
    public Target(double samples, double predictedGain, String reason) {
      this(samples, predictedGain, Reason.of(reason));
    }
  }
}
