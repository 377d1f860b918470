package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Along a parabola whose best multiplier is {@code best}: {@code φ'(r)/φ'(0) = 1 − r·m/best}. */
class ProbeReachTest {
  private static final double M = 1e-3;

  /** Looks until the reach says that it has seen enough; returns how often. */
  private static int probe(ProbeReach reach, double multiplier, double best) {
    reach.begin();
    int looks = 1;
    while (reach.looked(-1, reach.factor(multiplier) * multiplier / best - 1, multiplier)) {
      looks++;
    }
    return looks;
  }

  /** From the rate that was told on, by 32 at most, or to where the parabola turns. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.03, 0.5, 30, 900})
  void itIsLedToWhereTheLossTurns(double best) {
    ProbeReach reach = new ProbeReach(M);
    assertThat(probe(reach, M, best)).isLessThanOrEqualTo(5);
    assertThat(reach.factor(M) * M).isCloseTo(best, within(1e-9 * best));
  }

  @Test
  void farAndNearTakeMoreLooks() {
    assertThat(probe(new ProbeReach(M), M, 3)).as("seen at once").isEqualTo(1);
    assertThat(probe(new ProbeReach(M), M, 1000)).as("1, 32, 1024").isEqualTo(3);
    assertThat(probe(new ProbeReach(M), M, 1e9)).as("never").isEqualTo(5);
    assertThat(probe(new ProbeReach(M), M, 0.05)).as("20 times too far").isEqualTo(2);
    assertThat(probe(new ProbeReach(2), 2, 640)).as("beyond a step of 2").isEqualTo(1);
  }

  @Test
  void itStaysWhereItWasWhenTheRateMoves() {
    ProbeReach reach = new ProbeReach(M);
    probe(reach, M, 0.5);
    assertThat(reach.factor(0.1)).isCloseTo(5, within(1e-9));
    assertThat(reach.factor(2)).as("never nearer than the step").isEqualTo(1);
  }

  @Test
  void whatIsNotFiniteCallsItBack() {
    ProbeReach reach = new ProbeReach(M);
    for (int look = 1; look < 5; look++) {
      assertThat(reach.looked(-1, Double.NaN, M)).as("look %d", look).isTrue();
      double expected = Math.max(1, 1000 / Math.pow(32, look));
      assertThat(reach.factor(M)).isCloseTo(expected, within(1e-9 * expected));
    }
    assertThat(reach.looked(-1, Double.NaN, M)).as("the last").isFalse();
  }

  /** Momentum may go up the slope of a batch: nothing is known then of where it turns. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, Double.NaN})
  void aStepThatDoesNotDescendTellsNothing(double before) {
    ProbeReach reach = new ProbeReach(M);
    assertThat(reach.looked(before, 1, M)).isFalse();
    assertThat(reach.factor(M)).isEqualTo(1000);
  }

  /** A concave stretch has no turn: the next look is as far out as any. */
  @Test
  void aSlopeThatGrowsLeadsOutward() {
    ProbeReach reach = new ProbeReach(M);
    assertThat(reach.looked(-1, -1.5, M)).isTrue();
    assertThat(reach.factor(M)).isEqualTo(32 * 1000);
  }

  @Test
  void stateGoesOnBetweenLooks() throws IOException {
    ProbeReach reach = new ProbeReach(M);
    reach.looked(-1, -0.95, M);
    ProbeReach other = new ProbeReach(1);
    Saved.copy(reach, other);
    for (int i = 0; i < 5; i++) {
      assertThat(other.looked(-1, -0.95, M)).isEqualTo(reach.looked(-1, -0.95, M));
      assertThat(other.factor(M)).isEqualTo(reach.factor(M));
    }
  }
}
