package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a learning-rate rule sees.
 *
 * @param noise the estimate from the steps before, in the optimizer's metric
 * @param batch samples of the step to take, at least 1
 * @param baseBatch samples of the batch for which the base rate was chosen, at least 1
 * @param alternating part of the gradient that changes its sign from step to step, if {@code noise}
 *     cannot tell it from noise; then finite
 */
public record RateInput(NoiseEstimate noise, int batch, int baseBatch, OptionalDouble alternating) {
  /** Requires an estimate and sizes. */
  public RateInput {
    Objects.requireNonNull(noise, "noise");
    Arguments.atLeast("batch", batch, 1);
    Arguments.atLeast("baseBatch", baseBatch, 1);
    Objects.requireNonNull(alternating, "alternating");
  }

  /** Makes an input whose estimate tells oscillation from noise. */
  public RateInput(NoiseEstimate noise, int batch, int baseBatch) {
    this(noise, batch, baseBatch, OptionalDouble.empty());
  }

  /** Returns the scale {@code s = B/B₀}. */
  public double scale() {
    return (double) batch / baseBatch;
  }
}
