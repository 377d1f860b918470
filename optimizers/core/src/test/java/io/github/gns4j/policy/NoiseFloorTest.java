package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where the loss no longer falls at a fixed rate, {@code ΣG·s + ½ΣsᵀHs = 0} on a quadratic, and the
 * best step length is 1/2 whatever momentum and spectrum.
 */
class NoiseFloorTest {
  private static final int SIZE = 20;
  private static final int STEPS = 200_000;
  private static final int BURN_IN = 2_000;

  /** Weight of the past: all of the run counts. */
  private static final double KEEP = 1 - 1e-7;

  /**
   * With this seed it reads 0.480 to 0.516; divided by their own {@code |s|·|g|}, slopes read 0.58
   * to 0.61. The bound is set between the two, not derived from a standard error.
   */
  @ParameterizedTest
  @CsvSource({"0, 0.5", "0.5, 0.5", "0.9, 0.1", "0.9, 0.5"})
  void theBestLengthIsOneHalf(double momentum, double rate) {
    assertThat(length(momentum, rate)).isBetween(0.455, 0.545);
  }

  private static double length(double momentum, double rate) {
    StepLengthEstimate estimate = new StepLengthEstimate();
    Random random = new Random(1);
    double[] x = new double[SIZE];
    double[] velocity = new double[SIZE];
    double[] gradient = gradient(x, random);
    for (int step = 0; step < STEPS + BURN_IN; step++) {
      double before = 0;
      double curvature = 0;
      double squares = 0;
      for (int i = 0; i < SIZE; i++) {
        velocity[i] = momentum * velocity[i] + gradient[i];
        double s = -rate * velocity[i];
        x[i] += s;
        before += s * gradient[i];
        curvature += s * s / (i + 1);
        squares += s * s;
      }
      gradient = gradient(x, random);
      double next = 0;
      double gradients = 0;
      for (int i = 0; i < SIZE; i++) {
        next -= rate * velocity[i] * gradient[i];
        gradients += gradient[i] * gradient[i];
      }
      if (step >= BURN_IN) {
        StepLengthProbe probe =
            new StepLengthProbe(
                before, before + curvature, next, Math.sqrt(squares), Math.sqrt(gradients));
        estimate.add(probe, 1, KEEP);
      }
    }
    return Double.parseDouble(estimate.words(1).split(" ", 2)[0]);
  }

  /** Curvatures 1, 1/2 … and noise of the same variances. */
  private static double[] gradient(double[] x, Random random) {
    double[] gradient = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      double h = 1.0 / (i + 1);
      gradient[i] = h * x[i] + Math.sqrt(h) * random.nextGaussian();
    }
    return gradient;
  }
}
