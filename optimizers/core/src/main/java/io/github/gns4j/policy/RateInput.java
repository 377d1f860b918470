package io.github.gns4j.policy;

import io.github.gns4j.noise.NoiseEstimate;
import java.util.Objects;

/**
 * What a learning-rate rule sees.
 *
 * @param noise the estimate from the steps before, in the optimizer's metric
 * @param batch samples of the step to take
 * @param baseBatch samples of the batch for which the base rate was chosen
 */
public record RateInput(NoiseEstimate noise, int batch, int baseBatch) {
  /** Requires an estimate. */
  public RateInput {
    Objects.requireNonNull(noise, "noise");
  }
}
