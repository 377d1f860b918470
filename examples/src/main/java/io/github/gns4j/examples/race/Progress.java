package io.github.gns4j.examples.race;

import io.github.gns4j.noise.NoiseEstimate;
import java.util.OptionalDouble;

/**
 * How far a run is.
 *
 * @param name of the optimizer
 * @param used share of its limits that the run has used, from 0 to 1
 * @param loss of the last batch, if known
 * @param noise estimate of the noise scale
 * @param batch size of the last batch
 * @param rate learning rate of the last step, if known
 * @param examplesPerSecond speed of training
 * @param accuracy test accuracy measured last, NaN if none was
 */
record Progress(
    String name,
    double used,
    OptionalDouble loss,
    NoiseEstimate noise,
    int batch,
    OptionalDouble rate,
    double examplesPerSecond,
    double accuracy) {}
