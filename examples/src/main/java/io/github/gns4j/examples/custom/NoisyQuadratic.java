package io.github.gns4j.examples.custom;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import java.util.SplittableRandom;

/**
 * The noisy quadratic of Zhang et al. 2019 (arXiv 1907.04164, §3): {@code L(x) = ½ Σ hᵢxᵢ²} with
 * {@code hᵢ = 1/i}, whose gradient of one sample is {@code hᵢxᵢ} plus normal noise of variance
 * {@code hᵢ}. Everything about it is known in closed form, the noise scale as well. Not for several
 * threads.
 */
final class NoisyQuadratic {
  private final HostArray parameters;
  private final HostArray gradient;
  private final SplittableRandom random;

  /**
   * Makes a problem, at {@code x = (1, …, 1)}.
   *
   * @param dimension number of parameters, at least 1
   * @param seed of the noise
   */
  NoisyQuadratic(int dimension, long seed) {
    Arguments.atLeast("dimension", dimension, 1);
    parameters = HostArray.allocate(ElementType.FLOAT32, dimension);
    gradient = HostArray.allocate(ElementType.FLOAT32, dimension);
    random = new SplittableRandom(seed);
    for (int i = 0; i < dimension; i++) {
      parameters.set(i, 1);
    }
  }

  /** Returns {@code x}, which an optimizer changes. */
  HostArray parameters() {
    return parameters;
  }

  /** Returns the mean gradient of {@code samples} new samples; the next call overwrites it. */
  HostArray gradient(int samples) {
    for (int i = 0; i < gradient.length(); i++) {
      double noise = Math.sqrt(curvature(i) / samples) * random.nextGaussian();
      gradient.set(i, curvature(i) * parameters.get(i) + noise);
    }
    return gradient;
  }

  /** Returns {@code L(x)}. */
  double loss() {
    double sum = 0;
    for (int i = 0; i < parameters.length(); i++) {
      sum += curvature(i) * parameters.get(i) * parameters.get(i);
    }
    return sum / 2;
  }

  /** Returns {@code tr Σ = Σ hᵢ}, the variance of the gradient of one sample. */
  double traceSigma() {
    double sum = 0;
    for (int i = 0; i < parameters.length(); i++) {
      sum += curvature(i);
    }
    return sum;
  }

  /** Returns {@code |G|² = Σ hᵢ²xᵢ²}, the square of the true gradient at {@code x}. */
  double signalSquared() {
    double sum = 0;
    for (int i = 0; i < parameters.length(); i++) {
      double slope = curvature(i) * parameters.get(i);
      sum += slope * slope;
    }
    return sum;
  }

  private static double curvature(int i) {
    return 1.0 / (i + 1);
  }
}
