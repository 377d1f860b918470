package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;

/**
 * The greatest gradient norm that is applied. Statistics are always taken before clipping. Pure: no
 * state.
 */
@FunctionalInterface
public interface Clipping {
  /**
   * Returns the limit for the step to take: above 0, infinity for none.
   *
   * @param noise Euclidean estimate from the steps before
   * @param batch samples of the step
   */
  double maxNorm(NoiseEstimate noise, int batch);

  /** Never clips. */
  static Clipping none() {
    return (noise, batch) -> Double.POSITIVE_INFINITY;
  }

  /**
   * Clips to a fixed norm.
   *
   * @param maxNorm above 0
   */
  static Clipping toNorm(double maxNorm) {
    Arguments.positive("maxNorm", maxNorm);
    return (noise, batch) -> maxNorm;
  }

  /**
   * Clips to {@code κ·sqrt(|G|² + tr Σ/B)}, a multiple of the norm that the noise model expects of
   * a gradient over {@code B} samples: the limit follows the batch size by itself. Does not clip
   * while no estimate is there.
   *
   * @param kappa {@code κ}, above 0; 2 or 3 catch what the noise does not explain
   */
  static Clipping relative(double kappa) {
    Arguments.positive("kappa", kappa);
    return (noise, batch) -> kappa * Math.sqrt(expectedSquaredNorm(noise, batch));
  }

  private static double expectedSquaredNorm(NoiseEstimate noise, int batch) {
    double expected =
        switch (noise) {
          case NoiseEstimate.Resolved known -> known.signalSquared() + known.traceSigma() / batch;
          // The signal is not told from 0, and its unbiased estimate may be below: take the noise.
          case NoiseEstimate.Unresolved unknown ->
              Math.max(unknown.signalSquared(), 0) + unknown.traceSigma() / batch;
          case NoiseEstimate.NotReady none -> Double.POSITIVE_INFINITY;
          case NoiseEstimate.NonFinite none -> Double.POSITIVE_INFINITY;
        };
    return expected > 0 ? expected : Double.POSITIVE_INFINITY;
  }
}
