package io.github.gns4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.statistics.GroupNoise.Group;
import io.github.gns4j.statistics.GroupNoise.Observation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GroupNoiseTest {
  private static final double[] SHARES = {0.6, 0.3, 0.1};
  private static final double[] TRACES = {1, 4, 25};
  private static final double[] MEANS = {0.5, -0.2, 1.5};
  private static final int[] SAMPLES = {6, 12, 4};
  private static final int DIMENSION = 5;

  private static GroupNoise exact() {
    double mean = 0;
    for (int c = 0; c < 3; c++) {
      mean += SHARES[c] * MEANS[c];
    }
    List<Group> groups = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      double distance = DIMENSION * (MEANS[c] - mean) * (MEANS[c] - mean);
      groups.add(new Group("c" + c, SHARES[c], TRACES[c], distance));
    }
    return GroupNoise.of(groups);
  }

  @Test
  void sharesAddUpAndFollowTheLawOfTotalVariance() {
    GroupNoise noise = exact();
    assertThat(noise.within()).isCloseTo(0.6 + 1.2 + 2.5, within(1e-12));
    assertThat(noise.traceSigma()).isCloseTo(noise.within() + noise.between(), within(1e-12));
    double sum = 0;
    for (int c = 0; c < 3; c++) {
      sum += noise.shareWithin(c) + noise.shareBetween(c);
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
    assertThat(noise.shareWithin(2)).isCloseTo(2.5 / noise.traceSigma(), within(1e-12));
    assertThat(noise.groups()).hasSize(3);
  }

  /** Neyman's weights beat every other choice: perturbed ones give a larger variance. */
  @Test
  void samplingWeightsAreOptimalAndUnbiased() {
    GroupNoise noise = exact();
    double[] q = noise.samplingWeights();
    double[] importance = noise.importanceWeights();
    assertThat(Arrays.stream(q).sum()).isCloseTo(1, within(1e-12));
    for (int c = 0; c < 3; c++) {
      assertThat(q[c] * importance[c]).isCloseTo(SHARES[c], within(1e-12));
    }
    double best = variance(q);
    assertThat(best).isLessThan(variance(SHARES));
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 200; i++) {
      double[] other = random.doubles(3, 0.01, 1).toArray();
      double sum = Arrays.stream(other).sum();
      Arrays.setAll(other, c -> other[c] / sum);
      assertThat(variance(other)).isGreaterThanOrEqualTo(best);
    }
  }

  /** Variance of the stratified mean of one sample: {@code Σ p_c² tr Σ_c/q_c}. */
  private static double variance(double[] q) {
    double variance = 0;
    for (int c = 0; c < 3; c++) {
      variance += SHARES[c] * SHARES[c] * TRACES[c] / q[c];
    }
    return variance;
  }

  /** Within 4.5 standard errors over 20,000 batches: false alarm 7e-6 for each of six numbers. */
  @Test
  void observedIsUnbiased() {
    int runs = 20_000;
    double[][] sums = new double[6][2];
    SplittableRandom random = new SplittableRandom(44);
    for (int run = 0; run < runs; run++) {
      GroupNoise seen = observe(random);
      for (int c = 0; c < 3; c++) {
        add(sums[c], seen.groups().get(c).traceSigma());
        add(sums[3 + c], seen.groups().get(c).distanceSquared());
      }
    }
    for (int c = 0; c < 3; c++) {
      check(sums[c], runs, TRACES[c]);
      check(sums[3 + c], runs, exact().groups().get(c).distanceSquared());
    }
  }

  private static void add(double[] sums, double value) {
    sums[0] += value;
    sums[1] += value * value;
  }

  private static void check(double[] sums, int runs, double truth) {
    double mean = sums[0] / runs;
    double error = Math.sqrt((sums[1] / runs - mean * mean) / runs);
    assertThat(mean).isCloseTo(truth, within(4.5 * error));
  }

  private static GroupNoise observe(SplittableRandom random) {
    double[] all = new double[DIMENSION];
    double[][] means = new double[3][];
    GradientMoments[] moments = new GradientMoments[3];
    for (int c = 0; c < 3; c++) {
      double[][] rows = new double[SAMPLES[c]][DIMENSION];
      for (double[] row : rows) {
        double mean = MEANS[c];
        double deviation = Math.sqrt(TRACES[c] / DIMENSION);
        Arrays.setAll(row, i -> mean + deviation * random.nextGaussian());
      }
      long[] ones = new long[rows.length];
      Arrays.fill(ones, 1);
      moments[c] = GroupVectors.cut(rows, ones).perSample();
      means[c] = GroupVectors.mean(rows);
      for (int i = 0; i < DIMENSION; i++) {
        all[i] += SHARES[c] * means[c][i];
      }
    }
    List<Observation> seen = new ArrayList<>();
    for (int c = 0; c < 3; c++) {
      double distance = GroupVectors.distance(means[c], all);
      seen.add(new Observation("c" + c, SHARES[c], moments[c], distance));
    }
    return GroupNoise.observed(seen);
  }

  @Test
  void withoutNoiseTheSharesAreTheWeights() {
    GroupNoise still =
        GroupNoise.of(List.of(new Group("a", 0.25, 0, 0), new Group("b", 0.75, 0, 0)));
    assertThat(still.samplingWeights()).containsExactly(0.25, 0.75);
    assertThat(still.importanceWeights()).containsExactly(1, 1);
    assertThat(still.shareWithin(0)).isZero();
    GroupNoise one = GroupNoise.of(List.of(new Group("a", 0.5, 0, 1), new Group("b", 0.5, 1, 1)));
    assertThat(one.importanceWeights()).containsExactly(0, 0.5);
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GroupNoise.of(List.of(new Group("a", 0.5, 1, 1))))
        .withMessage("shares add up to 0.5, allowed: 1");
    assertThatIllegalArgumentException().isThrownBy(() -> GroupNoise.of(List.of()));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Group("a", 1.5, 1, 1))
        .withMessageContaining("share of group a is 1.5");
    assertThatIllegalArgumentException().isThrownBy(() -> new Group("a", 1, Double.NaN, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new Group("a", 1, 1, 1 / 0.0));
  }
}
