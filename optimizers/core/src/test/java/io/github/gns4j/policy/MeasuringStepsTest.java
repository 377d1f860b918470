package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MeasuringStepsTest {
  private static BatchInput timed(double alpha, double beta) {
    return Estimates.input(Estimates.exactly(100), 100, new StepTime(alpha, beta));
  }

  /** Steps from one that is computed in parts to the next. */
  private static int spacing(BatchInput seen, int batch) {
    MeasuringSteps steps = new MeasuringSteps();
    steps.observe(2, 2);
    for (int step = 1; step <= 100; step++) {
      int parts = steps.parts(seen, batch);
      steps.observe(parts, parts);
      if (parts > 1) {
        return step;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** A part more is α of α + 100β: 1/2, 1/5, 1/11 and 1/101 of a step, over 0.03. */
  @Test
  void theyTakeThreePercentOfTheTime() {
    assertThat(spacing(timed(1, 0.01), 100)).isEqualTo(16);
    assertThat(spacing(timed(1, 0.04), 100)).isEqualTo(7);
    assertThat(spacing(timed(1, 0.1), 100)).isEqualTo(4);
    assertThat(spacing(timed(1, 1), 100)).isEqualTo(1);
    assertThat(spacing(Estimates.input(Estimates.exactly(100), 100, null), 100)).isEqualTo(16);
  }

  @Test
  void aSingleSampleIsNotParted() {
    assertThat(spacing(timed(1, 1), 1)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void partsThatCameByThemselvesCount() {
    MeasuringSteps steps = new MeasuringSteps();
    BatchInput seen = timed(1, 0.04);
    for (int step = 0; step < 30; step++) {
      assertThat(steps.parts(seen, 100)).isEqualTo(1);
      steps.observe(1, step % 6 == 0 ? 3 : 1);
    }
  }

  @Test
  void fourRefusalsInARowAreEnough() {
    MeasuringSteps steps = new MeasuringSteps();
    for (int i = 0; i < 3; i++) {
      steps.observe(2, 1);
    }
    steps.observe(2, 2);
    for (int i = 0; i < 3; i++) {
      steps.observe(2, 1);
    }
    assertThat(steps.parts(timed(1, 1), 100)).isEqualTo(2);
    steps.observe(2, 1);
    assertThat(steps.parts(timed(1, 1), 100)).isEqualTo(1);
  }
}
