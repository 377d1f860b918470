package io.github.gns4j.kernels;

import java.util.Objects;

/**
 * The diagonal metric of an adaptive optimizer: element {@code i} weighs {@code P_i = 1/(sqrt(v_i /
 * biasCorrection) + epsilon)}, and 0 where {@code v_i = 0}.
 *
 * @param secondMoment running second moment {@code v}, of the element type of the optimizer state
 * @param biasCorrection divisor of {@code v}, in (0, 1]
 * @param epsilon added to the root, finite and greater than 0
 */
public record Preconditioner(FlatArray secondMoment, double biasCorrection, double epsilon) {
  /** Checks the scalars. */
  public Preconditioner {
    Objects.requireNonNull(secondMoment, "secondMoment");
    Arguments.positive("biasCorrection", biasCorrection);
    Arguments.closed("biasCorrection", biasCorrection, 0, 1);
    Arguments.positive("epsilon", epsilon);
  }
}
