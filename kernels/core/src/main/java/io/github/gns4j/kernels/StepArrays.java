package io.github.gns4j.kernels;

import java.util.Objects;

/**
 * The arrays of an optimizer step, all of the same length and, but for the gradient, of the same
 * type (FLOAT32 or FLOAT64). They may not overlap.
 *
 * @param parameters the parameters; null only with {@link Output#UPDATE} and no weight decay
 * @param gradient mean gradient; with {@link Output#UPDATE} replaced by what is to be subtracted
 *     from the parameters (then of the state's type)
 * @param first momentum buffer or first moment; null for SGD without momentum
 * @param second second moment; null for SGD
 * @param segments the layout
 * @param output where the step goes
 */
public record StepArrays(
    FlatArray parameters,
    FlatArray gradient,
    FlatArray first,
    FlatArray second,
    Segments segments,
    Output output) {
  /** Where a step goes. */
  public enum Output {
    /** The parameters are changed in place; the gradient is left as it is. */
    PARAMETERS,
    /** The gradient array receives the update; the parameters are only read, if given. */
    UPDATE
  }

  /** Requires what every step needs. */
  public StepArrays {
    Objects.requireNonNull(gradient, "gradient");
    Objects.requireNonNull(segments, "segments");
    Objects.requireNonNull(output, "output");
    if (parameters == null && output == Output.PARAMETERS) {
      throw new IllegalArgumentException(
          "parameters is null, allowed: null only when the step goes into the gradient");
    }
  }
}
