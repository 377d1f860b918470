package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a batch rule sees.
 *
 * @param noise the estimate from the steps before, in the optimizer's metric
 * @param batch samples of the batches now, at least 1
 * @param learningRate rate of the last step
 * @param loss loss of the last step, if known
 * @param stepTime fitted seconds of a step, if they can be told
 * @param maxMicroBatch most samples that are computed at once, at least 1
 * @param alongSignal estimate of the noise along the signal: {@code GᵀΣG} in place of {@code tr Σ},
 *     Euclidean
 * @param euclidean the estimate in the Euclidean metric
 */
public record BatchInput(
    NoiseEstimate noise,
    int batch,
    double learningRate,
    OptionalDouble loss,
    Optional<StepTime> stepTime,
    int maxMicroBatch,
    NoiseEstimate alongSignal,
    NoiseEstimate euclidean) {
  private static final NoiseEstimate UNKNOWN = new NoiseEstimate.NotReady("not measured");

  /** Requires an estimate and sizes. */
  public BatchInput {
    Objects.requireNonNull(noise, "noise");
    Objects.requireNonNull(loss, "loss");
    Objects.requireNonNull(stepTime, "stepTime");
    Objects.requireNonNull(alongSignal, "alongSignal");
    Objects.requireNonNull(euclidean, "euclidean");
    Arguments.atLeast("batch", batch, 1);
    Arguments.atLeast("maxMicroBatch", maxMicroBatch, 1);
  }

  /** Makes an input in which nothing is known of the Euclidean noise. */
  public BatchInput(
      NoiseEstimate noise,
      int batch,
      double learningRate,
      OptionalDouble loss,
      Optional<StepTime> stepTime,
      int maxMicroBatch) {
    this(noise, batch, learningRate, loss, stepTime, maxMicroBatch, UNKNOWN, UNKNOWN);
  }

  /** Makes an input without a limit on what is computed at once. */
  public BatchInput(
      NoiseEstimate noise,
      int batch,
      double learningRate,
      OptionalDouble loss,
      Optional<StepTime> stepTime) {
    this(noise, batch, learningRate, loss, stepTime, Integer.MAX_VALUE);
  }

  /** Returns the input with a resolved noise scale as if it were exact. */
  BatchInput exact() {
    if (!(noise instanceof NoiseEstimate.Resolved r)) {
      return this;
    }
    double scale = Math.clamp(r.scale(), r.low(), r.high());
    NoiseEstimate point =
        new NoiseEstimate.Resolved(
            r.traceSigma(), r.signalSquared(), scale, scale, scale, r.observations(), r.kind());
    return new BatchInput(
        point, batch, learningRate, loss, stepTime, maxMicroBatch, alongSignal, euclidean);
  }

  /** Returns the input with what the controller knows for certain. */
  BatchInput at(int samples, int microBatch) {
    if (samples == batch && microBatch == maxMicroBatch) {
      return this;
    }
    return new BatchInput(
        noise, samples, learningRate, loss, stepTime, microBatch, alongSignal, euclidean);
  }
}
