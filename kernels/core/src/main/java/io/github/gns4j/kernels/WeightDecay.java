package io.github.gns4j.kernels;

import java.util.Objects;

/**
 * Weight decay of a step.
 *
 * @param rate {@code λ}, finite and at least 0
 * @param kind how it acts
 */
public record WeightDecay(double rate, Kind kind) {
  /** No weight decay. */
  public static final WeightDecay NONE = new WeightDecay(0, Kind.DECOUPLED);

  /** How weight decay acts. */
  public enum Kind {
    /** {@code g ← g + λw} before the moments: L2 regularisation. */
    COUPLED,
    /** {@code w ← w − ηλw} beside the step (Loshchilov &amp; Hutter 2019, arXiv 1711.05101). */
    DECOUPLED
  }

  /** Checks the rate. */
  public WeightDecay {
    Arguments.nonNegative("weight decay", rate);
    Objects.requireNonNull(kind, "kind");
  }

  /** Returns whether there is any decay. */
  public boolean isActive() {
    return rate != 0;
  }
}
