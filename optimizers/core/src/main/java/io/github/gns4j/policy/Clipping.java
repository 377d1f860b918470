package io.github.gns4j.policy;

import io.github.gns4j.noise.NoiseEstimate;

/**
 * The greatest gradient that is applied. Statistics are always of gradients before clipping. Pure:
 * no state.
 */
@FunctionalInterface
public interface Clipping {
  /**
   * Returns the limit of the norm for the step to take: above 0, infinity for none.
   *
   * @param noise Euclidean estimate from the steps before; steps that were skipped leave it as it
   *     was
   * @param batch samples of the step
   */
  double maxNorm(NoiseEstimate noise, int batch);

  /**
   * Returns the limit of the magnitude of each element: above 0, infinity for none. It comes before
   * the limit of the norm, which is of the gradient without it.
   */
  default double maxValue() {
    return Double.POSITIVE_INFINITY;
  }

  /** Never clips. */
  static Clipping none() {
    return new ClippingRules.None();
  }

  /**
   * Shortens to a fixed norm (Pascanu et al. 2013, arXiv 1211.5063).
   *
   * @param maxNorm finite and above 0
   */
  static Clipping toNorm(double maxNorm) {
    return new ClippingRules.ToNorm(maxNorm);
  }

  /**
   * Limits each element to {@code [-maxValue, maxValue]}, which changes the direction. Takes a copy
   * of the gradient and one more pass over it, on the host.
   *
   * @param maxValue finite and above 0
   */
  static Clipping toValue(double maxValue) {
    return new ClippingRules.ToValue(maxValue);
  }

  /**
   * Shortens to {@code κ·sqrt(|G|² + tr Σ/B)}, a multiple of the norm that the noise model expects
   * of a gradient over {@code B} samples: the limit follows the batch size by itself. Does not clip
   * while no estimate is there.
   *
   * @param kappa {@code κ}, finite and above 0; 2 or 3 catch what the noise does not explain
   */
  static Clipping relative(double kappa) {
    return new ClippingRules.Relative(kappa);
  }
}
