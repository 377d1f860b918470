package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchDwellTest {
  /** Steps until {@code batch} may fall, and until it may grow. */
  private static int[] waits(BatchDwell dwell, int batch) {
    int[] waits = new int[2];
    for (int step = 1; waits[1] == 0; step++) {
      dwell.count();
      waits[0] = waits[0] == 0 && !dwell.holds(batch) ? step : waits[0];
      waits[1] = dwell.holdsGrowth() ? 0 : step;
    }
    dwell.changed();
    return waits;
  }

  /** Twenty steps of 64 samples are 1,280: fifteen of 90, ten of 128, five of 256 or more. */
  @Test
  void aFallWaitsForWorkAndAGrowthForSteps() {
    BatchDwell dwell = new BatchDwell(20, 64, true);
    assertThat(waits(dwell, 8)).containsExactly(20, 20);
    assertThat(waits(dwell, 64)).containsExactly(20, 20);
    assertThat(waits(dwell, 90)).containsExactly(15, 20);
    assertThat(waits(dwell, 128)).containsExactly(10, 20);
    assertThat(waits(dwell, 256)).containsExactly(5, 20);
    assertThat(waits(dwell, 4096)).containsExactly(5, 20);
    assertThat(waits(new BatchDwell(1, 64, true), 4096)).containsExactly(1, 1);
    assertThat(waits(new BatchDwell(20, 64, false), 4096)).containsExactly(20, 20);
  }

  @Test
  void afterAChangeThatWasTakenBackBothRest() {
    BatchDwell dwell = new BatchDwell(20, 64, true);
    dwell.rest();
    assertThat(waits(dwell, 4096)).containsExactly(200, 200);
    dwell.endRest();
    assertThat(waits(dwell, 4096)).containsExactly(5, 20);
  }

  /** From 4,096 to 64 by halves: six falls, of which five wait for a quarter of the steps. */
  @ParameterizedTest
  @CsvSource({"true, 5", "false, 20"})
  void aBatchFarTooLargeIsLeftInAQuarterOfTheSteps(boolean given, int steps) {
    LearningRateRule rate =
        given
            ? LearningRateRule.adaScale()
            : LearningRateRule.adaScale().withProbe(ProbePolicy.defaults());
    BatchPolicy policy = BatchRule.timeOptimal().between(8, 4096).startingAt(4096);
    BatchController controller = new BatchController(policy, rate, 64, 1 << 16);
    int last = controller.batch();
    int falls = 0;
    for (int step = 0, since = 0; step < 400 && falls < 6; step++) {
      StepTime time = new StepTime(0.01, 1e-4);
      // What scouting finds is above what comes later.
      double noise = step < 8 && !given ? 1e9 : 40.96;
      BatchDecision decision =
          controller.decide(Estimates.input(Estimates.exactly(noise), 1, time));
      since++;
      if (decision.limit() == BatchLimit.SCOUTING) {
        since = 0;
      } else if (decision.samples() < last) {
        falls++;
        assertThat(since).isEqualTo(last > 128 ? steps : 2 * Math.min(steps, 10));
        since = 0;
      }
      last = decision.samples();
    }
    assertThat(falls).isEqualTo(6);
    assertThat(last).isEqualTo(64);
  }
}
