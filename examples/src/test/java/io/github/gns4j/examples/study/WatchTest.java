package io.github.gns4j.examples.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** When a trial ends, and by what. */
class WatchTest {
  private final ModelledClock clock = new ModelledClock();
  private int measurements;

  private Watch watch(double budget, DoubleSupplier measure) {
    return new Watch(
        clock,
        budget,
        0.5,
        () -> {
          measurements++;
          return measure.getAsDouble();
        });
  }

  private void steps(Watch watch, double seconds, double loss) {
    while (!watch.isOver()) {
      clock.advance(seconds);
      watch.onStep(10, loss);
    }
  }

  @Test
  void targetIsSeenWithinAFewPercentOfItsTime() {
    steps(watch(100, () -> clock.seconds() >= 10 ? 0.5 : 0.4), 0.01, 1);
    assertThat(clock.seconds()).isBetween(10.0, 10.6 + 0.01);
    // once every 6% from 0.05 s on
    assertThat(measurements)
        .isLessThan((int) Math.ceil(Math.log(10.6 / 0.05) / Math.log(1.06)) + 2);
  }

  @Test
  void stepsAndSamplesAreCounted() {
    Watch watch = watch(1, () -> 0.1);
    steps(watch, 0.25, 1);
    assertThat(watch.outcome()).isEqualTo(Outcome.MISSED);
    assertThat(watch.steps()).isEqualTo(4);
    assertThat(watch.samples()).isEqualTo(40);
    assertThat(watch.measured()).isEqualTo(0.1);
  }

  @Test
  void targetAtTheEndOfTheBudgetCounts() {
    Watch watch = watch(1, () -> 0.5);
    steps(watch, 1, 1);
    assertThat(watch.outcome()).isEqualTo(Outcome.REACHED);
  }

  @Test
  void lossThatStaysNotFiniteIsDivergence() {
    Watch watch = watch(100, () -> 0.1);
    for (int i = 0; i < 4; i++) {
      watch.onStep(10, Double.NaN);
    }
    watch.onStep(10, 1);
    assertThat(watch.isOver()).isFalse();
    steps(watch, 0.1, Double.POSITIVE_INFINITY);
    assertThat(watch.outcome()).isEqualTo(Outcome.DIVERGED);
    assertThat(watch.steps()).isEqualTo(10);
  }
}
