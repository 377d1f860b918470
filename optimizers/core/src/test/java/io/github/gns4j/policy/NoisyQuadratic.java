package io.github.gns4j.policy;

import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * {@code L(x) = ½ Σ h_i x_i²}, gradient of a batch of {@code B} samples {@code h_i x_i + n_i},
 * {@code Var n_i = c_i/B} (Zhang et al. 2019, arXiv 1907.04164).
 *
 * @param curvature {@code h}
 * @param noise {@code c}
 * @param tail a standard deviate, such as {@link Random#nextGaussian}
 */
public record NoisyQuadratic(double[] curvature, double[] noise, ToDoubleFunction<Random> tail) {
  /**
   * Curvatures spread evenly in the logarithm from 1 to {@code 1/condition}, noise {@code c =
   * level·h}.
   */
  public static NoisyQuadratic spread(int size, double condition, double level) {
    double[] h = new double[size];
    double[] c = new double[size];
    for (int i = 0; i < size; i++) {
      h[i] = Math.pow(condition, -i / Math.max(1.0, size - 1));
      c[i] = level * h[i];
    }
    return new NoisyQuadratic(h, c, Random::nextGaussian);
  }

  /**
   * The same with Student's t of three degrees, scaled to variance 1: its fourth moment is
   * infinite.
   */
  public NoisyQuadratic heavyTailed() {
    return new NoisyQuadratic(curvature, noise, NoisyQuadratic::studentOfThree);
  }

  /** The same with another curvature in all directions. */
  NoisyQuadratic times(double factor) {
    double[] h = curvature.clone();
    for (int i = 0; i < h.length; i++) {
      h[i] *= factor;
    }
    return new NoisyQuadratic(h, noise, tail);
  }

  private static double studentOfThree(Random random) {
    double squares = 0;
    for (int i = 0; i < 3; i++) {
      double z = random.nextGaussian();
      squares += z * z;
    }
    return random.nextGaussian() / Math.sqrt(squares / 3) / Math.sqrt(3);
  }

  public int size() {
    return curvature.length;
  }

  public double loss(double[] x) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += curvature[i] * x[i] * x[i];
    }
    return sum / 2;
  }

  /** One draw of the noise of a batch, to be added to gradients at any point. */
  public double[] draw(Random random, int batch) {
    double[] n = new double[size()];
    for (int i = 0; i < n.length; i++) {
      n[i] = Math.sqrt(noise[i] / batch) * tail.applyAsDouble(random);
    }
    return n;
  }

  public double[] gradient(double[] x, double[] draw) {
    double[] g = new double[x.length];
    for (int i = 0; i < g.length; i++) {
      g[i] = curvature[i] * x[i] + draw[i];
    }
    return g;
  }

  /** {@code B_noise = Σ c / Σ h²x²}. */
  double noiseScale(double[] x) {
    double trace = 0;
    double signal = 0;
    for (int i = 0; i < x.length; i++) {
      trace += noise[i];
      signal += curvature[i] * curvature[i] * x[i] * x[i];
    }
    return trace / signal;
  }
}
