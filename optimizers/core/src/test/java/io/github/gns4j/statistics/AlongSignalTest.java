package io.github.gns4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.statistics.GroupVectors.FixedSums;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlongSignalTest {
  private static final int STEPS = 40_000;

  /**
   * {@code G = (3, 0)}, variances 4 along it and 100 across: {@code GᵀΣG = 36}, {@code tr Σ² =
   * 10,016}. The mean of squares of normal differences with correlation −1/2 has the relative error
   * {@code √(2·1.5/n)} = 0.9%; 5% is more than four of them beside the leftover of the closed form.
   */
  @ParameterizedTest
  @CsvSource({"0.5, 0.5, 64", "0.9, 0.1, 64", "0.9, 1, 64", "0.9, 0.1, 256"})
  void findsTheVarianceOfInnerProducts(double kept, double added, int batch) {
    Random random = new Random(11);
    AlongSignal along = new AlongSignal();
    MomentumWeights weights = new MomentumWeights(kept, added);
    double[] mean = new double[2];
    double variance = 0;
    double signal = 0;
    int count = 0;
    for (int step = 0; step < STEPS; step++) {
      int samples = step % 2 == 0 ? batch : batch / 2;
      double[] g = {
        3 + 2 * random.nextGaussian() / Math.sqrt(samples),
        10 * random.nextGaussian() / Math.sqrt(samples)
      };
      for (int i = 0; i < 2; i++) {
        mean[i] = kept * mean[i] + added * g[i];
      }
      var told = along.step(weights, FixedSums.of(square(g), square(mean), 0), samples);
      assertThat(told.isPresent()).isEqualTo(step >= 2);
      if (step >= 50) {
        variance += told.orElseThrow().traceSigma();
        signal += told.orElseThrow().signalSquared();
        count++;
      }
    }
    double d = (1 - kept) / (1 + kept) * 1.5 / batch;
    double expected = 36 + d * 10_016;
    assertThat(variance / count).isBetween(0.95 * expected, 1.05 * expected);
    assertThat(signal / count).isBetween(0.99 * 9, 1.01 * 9);
  }

  private static double square(double[] x) {
    return x[0] * x[0] + x[1] * x[1];
  }
}
