package io.github.gns4j.policy;

import io.github.gns4j.noise.NoiseEstimate;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a batch rule sees.
 *
 * @param noise the estimate from the steps before, in the optimizer's metric
 * @param batch samples of the batches now
 * @param learningRate rate of the last step
 * @param loss loss of the last step, if known
 * @param stepTime fitted seconds of a step, if they can be told
 */
public record BatchInput(
    NoiseEstimate noise,
    int batch,
    double learningRate,
    OptionalDouble loss,
    Optional<StepTime> stepTime) {
  /** Requires an estimate. */
  public BatchInput {
    Objects.requireNonNull(noise, "noise");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(stepTime, "stepTime");
  }
}
