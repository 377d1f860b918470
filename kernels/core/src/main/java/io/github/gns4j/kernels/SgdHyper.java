package io.github.gns4j.kernels;

import java.util.Objects;

/**
 * Settings of one SGD step, as PyTorch defines them: {@code b ← g} at the first step and {@code b ←
 * μb + (1 − dampening)g} afterwards; the direction is {@code g} without momentum, {@code b}, or
 * with Nesterov {@code g + μb}; {@code w ← w − η·direction}.
 *
 * @param learningRate {@code η}, finite and at least 0
 * @param momentum {@code μ} in [0, 1); 0 means none, and then no buffer is needed
 * @param dampening in [0, 1]
 * @param form which direction momentum gives
 * @param decay weight decay
 * @param start whether this step starts the buffer
 */
public record SgdHyper(
    double learningRate,
    double momentum,
    double dampening,
    Form form,
    WeightDecay decay,
    boolean start) {
  /** The direction of a step with momentum. */
  public enum Form {
    /** The buffer itself (Polyak's heavy ball). */
    CLASSIC,
    /** Nesterov's: {@code g + μb}; needs momentum above 0 and dampening 0. */
    NESTEROV
  }

  /** Checks the ranges. */
  public SgdHyper {
    Arguments.nonNegative("learningRate", learningRate);
    Arguments.halfOpen("momentum", momentum, 0, 1);
    Arguments.closed("dampening", dampening, 0, 1);
    Objects.requireNonNull(form, "form");
    Objects.requireNonNull(decay, "decay");
    if (form == Form.NESTEROV && (momentum == 0 || dampening != 0)) {
      throw new IllegalArgumentException(
          "Nesterov with momentum "
              + momentum
              + " and dampening "
              + dampening
              + ", allowed: momentum above 0 and dampening 0");
    }
  }
}
