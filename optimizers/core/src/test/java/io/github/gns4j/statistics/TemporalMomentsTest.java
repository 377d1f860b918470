package io.github.gns4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.statistics.GroupVectors.FixedSums;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TemporalMomentsTest {
  /** One weight rule per step; batches vary too. */
  private static final MomentumWeights[] CHANGING = {
    MomentumWeights.sgdStart(),
    MomentumWeights.sgd(0.9, 0.5),
    MomentumWeights.sgd(0.9, 0.5),
    MomentumWeights.adam(0.8),
    MomentumWeights.adam(0.95),
    MomentumWeights.adam(0.9),
  };

  private static final long[] BATCHES = {8, 16, 4, 64, 8, 32};

  /** Some of the gradients enter the mean shortened. */
  private static final double[] CLIPPING = {1, 0.5, 1, 0.25, 0.8, 1};

  private final TemporalMoments moments = new TemporalMoments(1);

  /** The recursion against the definition with all weights written out. */
  @Test
  void agreesWithTheDefinition() {
    SplittableRandom random = new SplittableRandom(11);
    List<double[]> gradients = new ArrayList<>();
    double[] mean = new double[6];
    double[] weights = new double[CHANGING.length];
    for (int t = 0; t < CHANGING.length; t++) {
      double[] g = random.doubles(mean.length, -1, 1).toArray();
      gradients.add(g);
      for (int s = 0; s < t; s++) {
        weights[s] *= CHANGING[t].kept();
      }
      weights[t] = CHANGING[t].added();
      for (int i = 0; i < mean.length; i++) {
        mean[i] = CHANGING[t].kept() * mean[i] + CHANGING[t].added() * CLIPPING[t] * g[i];
      }
      moments.step(CHANGING[t].clipped(CLIPPING[t]), sums(clipped(g, t), mean), BATCHES[t]);
      if (t > 0) {
        check(gradients, weights, mean);
      }
    }
  }

  private void check(List<double[]> gradients, double[] weights, double[] mean) {
    double total = 0;
    double held = 0;
    double q = 0;
    double u = 0;
    double d = 0;
    for (int s = 0; s < gradients.size(); s++) {
      total += weights[s];
      q += weights[s] * GroupVectors.dot(gradients.get(s), gradients.get(s));
      u += weights[s] / BATCHES[s];
      double inMean = weights[s] * CLIPPING[s];
      held += inMean;
      d += inMean * inMean / BATCHES[s];
    }
    q /= total;
    u /= total;
    d /= held * held;
    double m = GroupVectors.dot(mean, mean) / held / held;
    TemporalEstimate estimate = moments.total(Metric.EUCLIDEAN);
    assertThat(estimate.traceSigma()).isCloseTo((q - m) / (u - d), within(1e-9));
    assertThat(estimate.signalSquared()).isCloseTo((u * m - d * q) / (u - d), within(1e-9));
    assertThat(moments.total(Metric.OPTIMIZER)).isEqualTo(estimate);
    assertThat(moments.segment(Metric.EUCLIDEAN, 0)).isEqualTo(estimate);
  }

  private static double[] clipped(double[] gradient, int step) {
    return Arrays.stream(gradient).map(x -> CLIPPING[step] * x).toArray();
  }

  private static FixedSums sums(double[] gradient, double[] mean) {
    return FixedSums.of(GroupVectors.dot(gradient, gradient), GroupVectors.dot(mean, mean), 0);
  }

  /**
   * Unbiased at every step from the second on, whatever the weights and batches: means over 20,000
   * runs within 4.5 standard errors, which a right one leaves with probability 7e-6 each (10 here).
   */
  @Test
  void isUnbiased() {
    int runs = 20_000;
    double trace = 3;
    double signal = 0.05;
    int dimension = 8;
    double[][] sums = new double[CHANGING.length][4];
    SplittableRandom random = new SplittableRandom(12);
    for (int run = 0; run < runs; run++) {
      TemporalMoments fresh = new TemporalMoments(1);
      double[] mean = new double[dimension];
      for (int t = 0; t < CHANGING.length; t++) {
        double[] g = new double[dimension];
        for (int i = 0; i < dimension; i++) {
          double noise = Math.sqrt(trace / dimension / BATCHES[t]) * random.nextGaussian();
          g[i] = Math.sqrt(signal / dimension) + noise;
          mean[i] = CHANGING[t].kept() * mean[i] + CHANGING[t].added() * CLIPPING[t] * g[i];
        }
        fresh.step(CHANGING[t].clipped(CLIPPING[t]), sums(clipped(g, t), mean), BATCHES[t]);
        if (t > 0) {
          TemporalEstimate estimate = fresh.total(Metric.EUCLIDEAN);
          sums[t][0] += estimate.traceSigma();
          sums[t][1] += estimate.traceSigma() * estimate.traceSigma();
          sums[t][2] += estimate.signalSquared();
          sums[t][3] += estimate.signalSquared() * estimate.signalSquared();
        }
      }
    }
    for (int t = 1; t < CHANGING.length; t++) {
      checkMean(sums[t][0], sums[t][1], runs, trace);
      checkMean(sums[t][2], sums[t][3], runs, signal);
    }
  }

  private static void checkMean(double sum, double squares, int runs, double truth) {
    double mean = sum / runs;
    double error = Math.sqrt((squares / runs - mean * mean) / runs);
    assertThat(mean).isCloseTo(truth, within(4.5 * error));
  }

  @Test
  void oneGradientIsNotReady() {
    assertThat(moments.isReady()).isFalse();
    moments.step(MomentumWeights.adam(0.9), FixedSums.of(1, 0.01, 0), 8);
    assertThat(moments.isReady()).isFalse();
    assertThatIllegalStateException().isThrownBy(() -> moments.total(Metric.EUCLIDEAN));
    moments.step(MomentumWeights.adam(0.9), FixedSums.of(1, 0.02, 0), 8);
    assertThat(moments.isReady()).isTrue();
  }

  @Test
  void withoutMomentumItIsNeverReady() {
    for (int i = 0; i < 5; i++) {
      moments.step(MomentumWeights.adam(0), FixedSums.of(1, 1, 0), 8);
      assertThat(moments.isReady()).isFalse();
    }
  }

  @Test
  void whatIsNotFiniteChangesNothing() throws IOException {
    moments.step(MomentumWeights.adam(0.9), FixedSums.of(1, 0.01, 0), 8);
    byte[] before = bytes(moments);
    assertThat(moments.step(MomentumWeights.adam(0.9), FixedSums.of(Double.NaN, 1, 0), 8))
        .isFalse();
    assertThat(moments.step(MomentumWeights.adam(0.9), FixedSums.of(1, 1 / 0.0, 0), 8)).isFalse();
    assertThat(bytes(moments)).isEqualTo(before);
  }

  @Test
  void restoredContinuesWithTheSameBits() throws IOException {
    for (int t = 0; t < 3; t++) {
      moments.step(CHANGING[t], FixedSums.of(1 + t, 0.3 + t, 0), BATCHES[t]);
    }
    TemporalMoments restored = new TemporalMoments(1);
    restored.restore(new DataInputStream(new ByteArrayInputStream(bytes(moments))));
    for (int t = 3; t < 6; t++) {
      moments.step(CHANGING[t], FixedSums.of(1 + t, 0.3 + t, 0), BATCHES[t]);
      restored.step(CHANGING[t], FixedSums.of(1 + t, 0.3 + t, 0), BATCHES[t]);
    }
    assertThat(restored.total(Metric.EUCLIDEAN)).isEqualTo(moments.total(Metric.EUCLIDEAN));
    assertThat(bytes(restored)).isEqualTo(bytes(moments));
  }

  /** Parts that began with shares of one whole add up to it after steps of their own. */
  @Test
  void sharesAddUpToTheWhole() {
    for (int t = 0; t < 3; t++) {
      moments.step(CHANGING[t], FixedSums.of(1 + t, 0.3 + t, 0), BATCHES[t]);
    }
    TemporalMoments left = moments.share(0.125);
    TemporalMoments right = moments.share(0.875);
    for (int t = 3; t < 6; t++) {
      moments.step(CHANGING[t], FixedSums.of(1 + t, 0.3 + t, 0), BATCHES[t]);
      left.step(CHANGING[t], FixedSums.of(1, 0.1, 0), BATCHES[t]);
      right.step(CHANGING[t], FixedSums.of(t, 0.2 + t, 0), BATCHES[t]);
    }
    assertThat(left.hasWeightsOf(moments)).isTrue();
    assertThat(left.traceSigma(Metric.EUCLIDEAN)).isNotEqualTo(right.traceSigma(Metric.EUCLIDEAN));
    left.join(right);
    for (Metric metric : Metric.values()) {
      assertThat(left.traceSigma(metric)).isCloseTo(moments.traceSigma(metric), within(1e-12));
      assertThat(left.signalSquared(metric))
          .isCloseTo(moments.signalSquared(metric), within(1e-12));
    }
    assertThat(left.total(Metric.EUCLIDEAN).samples()).isEqualTo(BATCHES[5]);
    assertThat(left.window()).isEqualTo(moments.window());
  }

  @Test
  void momentsOfOtherStepsDoNotJoin() {
    TemporalMoments ahead = moments.share(1);
    ahead.step(MomentumWeights.adam(0.9), FixedSums.of(1, 1, 0), 8);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ahead.join(moments))
        .withMessageContaining("1 segments and weight 0.0, allowed: the 1 segments");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> moments.join(new TemporalMoments(2)))
        .withMessageContaining("2 segments");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> moments.share(-0.1))
        .withMessageContaining("share is -0.1");
  }

  private static byte[] bytes(TemporalMoments moments) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    moments.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> moments.step(MomentumWeights.adam(0.9), FixedSums.of(1, 1, 0), 0))
        .withMessage("batch is 0, allowed: at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new TemporalMoments(2).step(MomentumWeights.adam(0), FixedSums.of(1, 1, 0), 1))
        .withMessage("sums of 1 segments, allowed: 2");
    assertThatIllegalArgumentException().isThrownBy(() -> MomentumWeights.adam(1));
    assertThatIllegalArgumentException().isThrownBy(() -> MomentumWeights.sgd(0.9, 1));
    assertThat(MomentumWeights.adam(0.9).window()).isCloseTo(19, within(1e-12));
  }
}
