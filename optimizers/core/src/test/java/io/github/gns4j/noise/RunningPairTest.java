package io.github.gns4j.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.Fieller.Covariance;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The running averages against sums over all observations, kept in an array. */
class RunningPairTest {
  private static final int COUNT = 200;

  private final double[] s = new double[COUNT];
  private final double[] d = new double[COUNT];
  private final double[] weights = new double[COUNT];

  private RunningPair fill(boolean remembers, double offset) {
    SplittableRandom random = new SplittableRandom(7);
    RunningPair pair = new RunningPair(remembers);
    for (int i = 0; i < COUNT; i++) {
      double decay = 0.9 + 0.09 * random.nextDouble();
      s[i] = offset + random.nextGaussian();
      d[i] = 0.3 * s[i] + random.nextGaussian();
      pair.add(s[i], d[i], decay);
      for (int j = 0; j < i; j++) {
        weights[j] *= decay;
      }
      weights[i] = 1 - decay;
    }
    double sum = Arrays.stream(weights).sum();
    Arrays.setAll(weights, i -> weights[i] / sum);
    return pair;
  }

  private double mean(double[] x) {
    double mean = 0;
    for (int i = 0; i < COUNT; i++) {
      mean += weights[i] * x[i];
    }
    return mean;
  }

  private double covariance(double[] x, double[] y, int lag) {
    double sum = 0;
    for (int i = lag; i < COUNT; i++) {
      sum += weights[i] * weights[i - lag] * (x[i] - mean(x)) * (y[i - lag] - mean(y));
    }
    return sum;
  }

  private double power(int exponent) {
    return Arrays.stream(weights).map(w -> Math.pow(w, exponent)).sum();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1e6})
  void agreesWithSumsOverAll(double offset) {
    RunningPair pair = fill(false, offset);
    double left = 1 - 2 * power(3) / power(2) + power(2);
    Covariance v = pair.covariance();
    double rounding = 1e-9 * Math.max(1, offset);
    assertThat(pair.meanS()).isCloseTo(mean(s), within(rounding));
    assertThat(pair.meanD()).isCloseTo(mean(d), within(rounding));
    assertThat(pair.observations()).isCloseTo(1 / power(2), within(1e-9));
    assertThat(v.ss()).isCloseTo(covariance(s, s, 0) / left, within(1e-8));
    assertThat(v.sd()).isCloseTo(covariance(s, d, 0) / left, within(1e-8));
    assertThat(v.dd()).isCloseTo(covariance(d, d, 0) / left, within(1e-8));
    double degrees = Math.pow(power(2) * left, 2) / power(4);
    assertThat(pair.degrees()).isCloseTo(degrees, within(1e-9 * degrees));
  }

  @Test
  void neighboursCount() {
    RunningPair pair = fill(true, 5);
    double left = 1 - 2 * power(3) / power(2) + power(2);
    double seen = left * left * 13 / 16;
    Covariance v = pair.covariance();
    double sd = covariance(s, d, 0) + (covariance(s, d, 1) + covariance(d, s, 1)) / 2;
    assertThat(v.ss()).isCloseTo((covariance(s, s, 0) + covariance(s, s, 1)) / seen, within(1e-10));
    assertThat(v.sd()).isCloseTo(sd / seen, within(1e-10));
    assertThat(v.dd()).isCloseTo((covariance(d, d, 0) + covariance(d, d, 1)) / seen, within(1e-10));
  }

  /** Equal weights: the textbook variance of a mean, {@code s²/n} with {@code n − 1}. */
  @Test
  void equalWeightsGiveTheVarianceOfAMean() {
    RunningPair pair = new RunningPair(false);
    double[] x = {1, 2, 4, 8, 16};
    for (double value : x) {
      pair.add(value, -value, Math.exp(-1e-9));
    }
    double variance = Arrays.stream(x).map(v -> (v - 6.2) * (v - 6.2)).sum() / 4 / 5;
    assertThat(pair.meanS()).isCloseTo(6.2, within(1e-6));
    assertThat(pair.covariance().ss()).isCloseTo(variance, within(1e-6));
    assertThat(pair.covariance().sd()).isCloseTo(-variance, within(1e-6));
    assertThat(pair.observations()).isCloseTo(5, within(1e-6));
  }

  /** Half a million observations leave the deviations where a fresh sum would put them. */
  @Test
  void staysAccurate() {
    SplittableRandom random = new SplittableRandom(3);
    RunningPair pair = new RunningPair(true);
    RunningPair fresh = new RunningPair(true);
    for (int i = 0; i < 500_000; i++) {
      double x = 1e3 + random.nextGaussian();
      double y = random.nextGaussian();
      pair.add(x, y, 0.95);
      if (i >= 498_000) {
        fresh.add(x, y, 0.95);
      }
    }
    assertThat(pair.meanS()).isCloseTo(fresh.meanS(), within(1e-9));
    assertThat(pair.covariance().ss()).isCloseTo(fresh.covariance().ss(), within(1e-9));
    assertThat(pair.covariance().dd()).isCloseTo(fresh.covariance().dd(), within(1e-9));
  }
}
