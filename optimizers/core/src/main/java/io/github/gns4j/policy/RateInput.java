package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;
import java.util.Objects;

/**
 * What a learning-rate rule sees.
 *
 * @param noise the estimate from the steps before, in the optimizer's metric
 * @param batch samples of the step to take, at least 1
 * @param baseBatch samples of the batch for which the base rate was chosen, at least 1
 */
public record RateInput(NoiseEstimate noise, int batch, int baseBatch) {
  /** Requires an estimate and sizes. */
  public RateInput {
    Objects.requireNonNull(noise, "noise");
    Arguments.atLeast("batch", batch, 1);
    Arguments.atLeast("baseBatch", baseBatch, 1);
  }

  /** Returns the scale {@code s = B/B₀}. */
  public double scale() {
    return (double) batch / baseBatch;
  }
}
