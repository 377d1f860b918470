package io.github.gns4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.statistics.GroupVectors.FixedSums;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlongSignalTest {
  private static final int STEPS = 40_000;

  /**
   * {@code G = (3, 0)}, standard deviations 2 along it and {@code across}: {@code GᵀΣG = 36},
   * {@code tr Σ² = 16 + across⁴}. The mean of squares of normal differences with correlation −1/2
   * has the relative error {@code √(2·1.5/n)} = 0.9%; products of two normals have twice that: 5%
   * is more than two and a half of them at worst, with fixed seeds.
   */
  @ParameterizedTest
  @CsvSource({
    "0.5, 0.5, 64, 10, 1",
    "0.9, 0.1, 64, 10, 1",
    "0.9, 1, 64, 10, 1",
    "0.9, 0.1, 256, 10, 1",
    "0.9, 0.1, 256, 0, 4",
    "0.5, 1, 256, 0, 4"
  })
  void findsTheVarianceOfInnerProducts(
      double kept, double added, int batch, double across, int ratio) {
    Random random = new Random(11);
    AlongSignal along = new AlongSignal();
    MomentumWeights weights = new MomentumWeights(kept, added);
    double[] mean = new double[2];
    double variance = 0;
    double signal = 0;
    int count = 0;
    for (int step = 0; step < STEPS; step++) {
      int samples = step % 2 == 0 ? batch : batch / ratio;
      double[] g = {
        3 + 2 * random.nextGaussian() / Math.sqrt(samples),
        across * random.nextGaussian() / Math.sqrt(samples)
      };
      for (int i = 0; i < 2; i++) {
        mean[i] = kept * mean[i] + added * g[i];
      }
      boolean told = along.step(weights, FixedSums.of(square(g), square(mean), 0), samples);
      assertThat(told).isEqualTo(step >= 2);
      if (step >= 50) {
        variance += along.estimate().traceSigma();
        signal += along.estimate().signalSquared();
        count++;
      }
    }
    double d = (1 - kept) / (1 + kept) / batch;
    double share = 1 - kept;
    double squares = 16 + Math.pow(across, 4);
    double expected = 36 + d * squares * 2 / (1 + (1 - share) * (1 - share));
    assertThat(variance / count).isBetween(0.95 * expected, 1.05 * expected);
    assertThat(signal / count).isBetween(0.99 * 9, 1.01 * 9);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void allOfAGradientThatChangesItsSignAlternatesAndNoneOfASteadyOne(double kept) {
    assertThat(alternating(kept, 300, (step, i) -> step % 2 == 0 ? 3 : -3))
        .isCloseTo(1, within(1e-9));
    assertThat(alternating(kept, 300, (step, i) -> 3)).isNegative();
  }

  /**
   * The part scatters by {@code √(w/9/d)}, a ninth for the sum over some five steps: 0.046 in a
   * thousand directions with {@code w} = 19.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.5, 0.9})
  void noiseDoesNotAlternate(double kept) {
    for (int steps = 100; steps < 130; steps++) {
      Random random = new Random(steps);
      double part = alternating(kept, steps, (step, i) -> random.nextGaussian());
      assertThat(Math.abs(part)).isPositive().isLessThan(4.5 * 0.046);
    }
  }

  private interface Gradient {
    double at(int step, int coordinate);
  }

  private static double alternating(double kept, int steps, Gradient gradient) {
    AlongSignal along = new AlongSignal();
    double[] mean = new double[1000];
    for (int step = 0; step < steps; step++) {
      double squares = 0;
      double meanSquares = 0;
      for (int i = 0; i < mean.length; i++) {
        double g = gradient.at(step, i);
        mean[i] = kept * mean[i] + 0.7 * g;
        squares += g * g;
        meanSquares += mean[i] * mean[i];
      }
      var _ = along.step(new MomentumWeights(kept, 0.7), FixedSums.of(squares, meanSquares, 0), 32);
    }
    return along.alternating();
  }

  private static double square(double[] x) {
    return x[0] * x[0] + x[1] * x[1];
  }
}
