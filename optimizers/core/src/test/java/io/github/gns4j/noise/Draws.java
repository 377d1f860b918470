package io.github.gns4j.noise;

import java.util.SplittableRandom;

/** Draws from the chi-square law. */
final class Draws {
  private Draws() {}

  /** Returns a chi-square number of {@code degrees} degrees of freedom, 0 for none. */
  static double chiSquare(SplittableRandom random, int degrees) {
    if (degrees <= 1) {
      double z = degrees == 0 ? 0 : random.nextGaussian();
      return z * z;
    }
    return 2 * gamma(random, degrees / 2.0);
  }

  /** Marsaglia &amp; Tsang 2000, ACM Trans. Math. Softw. 26, for shapes of at least 1. */
  private static double gamma(SplittableRandom random, double shape) {
    double d = shape - 1.0 / 3;
    double c = 1 / Math.sqrt(9 * d);
    while (true) {
      double z = random.nextGaussian();
      double v = 1 + c * z;
      double cube = v * v * v;
      if (v > 0 && Math.log(random.nextDouble()) < z * z / 2 + d * (1 - cube + Math.log(cube))) {
        return d * cube;
      }
    }
  }
}
