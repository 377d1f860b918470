package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What probes and the slopes in between say together. */
class StepLengthEstimateTest {
  private static final double KEEP = 0.9;
  private static final double OF_CURVATURE = 0.8;
  private static final double SLOPES = 0.98;

  /** A probe at multiplier 1 with this descent and curvature, of length 1. */
  private static StepLengthProbe probe(double descent, double curvature) {
    double after = curvature - descent;
    return new StepLengthProbe(-descent, after, after, 1, 1);
  }

  private static StepLengthEstimate probes(int count, double descent, double curvature) {
    StepLengthEstimate estimate = new StepLengthEstimate();
    for (int i = 0; i < count; i++) {
      estimate.add(probe(descent, curvature), 1, KEEP, OF_CURVATURE);
    }
    return estimate;
  }

  /**
   * The curvature falls to a quarter; a probe in 64 steps sees it. Once ten have, {@code 0.8^10} =
   * 11% of the old one is left: {@code 1 + 3·0.11} of the new one.
   */
  @Test
  void slopesAreReadWithTheCurvatureOfTheLastProbes() {
    StepLengthEstimate estimate = probes(30, 0.2, 0.4);
    for (int round = 0; round < 10; round++) {
      estimate.add(probe(0.15, 0.1), 1, KEEP, OF_CURVATURE);
      for (int step = 0; step < 63; step++) {
        estimate.addSlope(0.1 - 0.15, 1, 1, SLOPES);
      }
    }
    double found = 0.1 * (1 + 3 * 0.16);
    assertThat(estimate.probedCurvature()).isBetween(0.1, found);
    String words = estimate.words(1);
    double best = Double.parseDouble(words.substring(0, words.indexOf(' ')));
    assertThat(best).isBetween((found + 0.05) / found, 1.5);
  }

  /** At the multiplier of the steps, what is not known of the curvature says nothing. */
  @Test
  void anUncertainCurvatureWidensTheIntervalAwayFromTheStepsOnly() {
    StepLengthEstimate sure = withSlopes(0);
    StepLengthEstimate unsure = withSlopes(0.08);
    assertThat(sure.exceeds(1.2, 0.975)).isTrue();
    assertThat(unsure.exceeds(1, 0.975)).isTrue();
    assertThat(unsure.exceeds(1.2, 0.975)).isTrue();
    assertThat(sure.exceeds(1.9, 0.975)).isTrue();
    assertThat(unsure.exceeds(1.9, 0.975)).isFalse();
  }

  /** {@code c* = 2}: probes whose curvature scatters, and 300 slopes with scatter of their own. */
  private static StepLengthEstimate withSlopes(double scatter) {
    StepLengthEstimate estimate = new StepLengthEstimate();
    Random random = new Random(1);
    for (int i = 0; i < 12; i++) {
      estimate.add(probe(0.2, 0.1 + (i % 2 == 0 ? scatter : -scatter)), 1, KEEP, OF_CURVATURE);
    }
    for (int step = 0; step < 300; step++) {
      estimate.addSlope(-0.1 + 0.01 * random.nextGaussian(), 1, 1, SLOPES);
    }
    return estimate;
  }

  /** The interval in words ends where the tests do. */
  @Test
  void wordsTellTheSetThatIsNotRejected() {
    StepLengthEstimate estimate = withSlopes(0.03);
    String[] words = estimate.words(1).split("[( )]+", -1);
    double low = Double.parseDouble(words[5]);
    double high = Double.parseDouble(words[7]);
    assertThat(low).isBetween(1.0, 2.0);
    assertThat(high).isGreaterThan(2);
    assertThat(estimate.exceeds(low * 0.99, 0.995)).isTrue();
    assertThat(estimate.exceeds(low * 1.01, 0.995)).isFalse();
    assertThat(estimate.isBelow(high * 1.01)).isTrue();
    assertThat(estimate.isBelow(high * 0.99)).isFalse();
  }

  @Test
  void aSlopeBeforeAnyProbeTellsNothing() {
    StepLengthEstimate estimate = new StepLengthEstimate();
    for (int i = 0; i < 10; i++) {
      estimate.addSlope(-0.1, 1, 1, SLOPES);
    }
    assertThat(estimate.isReady()).isFalse();
  }

  @Test
  void stateGoesOn() throws IOException {
    StepLengthEstimate estimate = withSlopes(0.03);
    StepLengthEstimate other = new StepLengthEstimate();
    Saved.copy(estimate, other);
    estimate.add(probe(0.3, 0.2), 1, KEEP, OF_CURVATURE);
    other.add(probe(0.3, 0.2), 1, KEEP, OF_CURVATURE);
    estimate.addSlope(0.1, 1, 1, SLOPES);
    other.addSlope(0.1, 1, 1, SLOPES);
    assertThat(other.words(1)).isEqualTo(estimate.words(1));
    assertThat(other.probedCurvature()).isEqualTo(estimate.probedCurvature(), within(0.0));
  }
}
