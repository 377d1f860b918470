package io.github.gns4j.examples.quadratics;

import io.github.gns4j.kernels.Arguments;
import java.util.stream.IntStream;

/**
 * The noisy quadratic of Zhang et al. 2019 (arXiv 1907.04164, §3): {@code L(x) = ½ Σ h_i x_i²} with
 * {@code h_i = 1/i}; the gradient of one sample is {@code h_i x_i} plus normal noise of variance
 * {@code c_i = h_i}. Training starts at {@code x_i = 1}.
 *
 * @param dimension number of coordinates, at least 1; also the condition number
 */
record QuadraticModel(int dimension) {
  QuadraticModel {
    Arguments.atLeast("dimension", dimension, 1);
  }

  /** Returns {@code h_i = c_i} of the coordinate with index {@code i} from 0. */
  double curvature(int i) {
    return 1.0 / (i + 1);
  }

  /** Returns {@code tr Σ}. */
  double traceSigma() {
    return IntStream.range(0, dimension).mapToDouble(this::curvature).sum();
  }

  /** Returns the loss at the start. */
  double initialLoss() {
    return traceSigma() / 2;
  }

  /**
   * Returns the rate below which SGD with momentum {@code mu} is stable, {@code 2(1 + μ)/h_max}.
   */
  static double stabilityLimit(double mu) {
    return 2 * (1 + mu);
  }
}
