package io.github.gns4j.examples.quadratics;

import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * Draws {@code Σ_s |g_s − ḡ|²} of the normal samples of a batch: per coordinate {@code c_i} times a
 * chi-square of {@code B − 1} degrees, independent of the mean {@code ḡ}. Not for several threads.
 */
final class SampleDeviations {
  private final QuadraticModel model;
  private final RandomGenerator random;
  private GammaDistribution chiSquare;
  private int batch;

  SampleDeviations(QuadraticModel model, RandomGenerator random) {
    this.model = model;
    this.random = random;
  }

  /** Draws for a batch of at least 2. */
  double draw(int samples) {
    if (samples != batch) {
      batch = samples;
      chiSquare = new GammaDistribution(random, (samples - 1) / 2.0, 2);
    }
    double sum = 0;
    for (int i = 0; i < model.dimension(); i++) {
      sum += model.curvature(i) * chiSquare.sample();
    }
    return sum;
  }
}
