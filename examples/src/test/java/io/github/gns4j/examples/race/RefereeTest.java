package io.github.gns4j.examples.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The watch of the race, on a clock that the test moves. */
class RefereeTest {
  private static final long SECOND = 1_000_000_000L;

  private long now = 7 * SECOND;
  private double accuracy;

  @Test
  void evaluationsDoNotCountAsTraining() {
    Referee referee = started(new Limits(10, 100, 0.9));
    for (int i = 0; i < 5; i++) {
      now += SECOND;
      referee.onStep(10);
    }
    assertThat(referee.effort().seconds()).isCloseTo(5, within(1e-9));
    assertThat(referee.effort().steps()).isEqualTo(5);
    assertThat(referee.effort().examples()).isEqualTo(50);
    assertThat(referee.used()).isCloseTo(0.5, within(1e-9));
  }

  @Test
  void targetIsNotedAtTheFirstEvaluationThatReachesIt() {
    Referee referee = started(new Limits(10, 100, 0.9));
    step(referee, 0.5);
    step(referee, 0.95);
    step(referee, 0.8);
    step(referee, 0.99);
    Outcome outcome = referee.outcome("x");
    assertThat(outcome.toTarget()).hasValueSatisfying(e -> assertThat(e.steps()).isEqualTo(2));
    assertThat(outcome.accuracy()).isEqualTo(0.99);
    assertThat(outcome.total().steps()).isEqualTo(4);
  }

  @Test
  void targetThatIsMissedIsEmpty() {
    Referee referee = started(new Limits(10, 100, 0.9));
    step(referee, 0.8999);
    assertThat(referee.outcome("x").toTarget()).isEmpty();
  }

  @Test
  void runEndsAfterItsSecondsOrItsEpochsOrWhenStopped() {
    Referee bySeconds = started(new Limits(2, 100, 0.9));
    step(bySeconds, 0);
    assertThat(bySeconds.isOver()).isFalse();
    step(bySeconds, 0);
    assertThat(bySeconds.isOver()).isTrue();
    Referee byEpochs = started(new Limits(1000, 0.2, 0.9));
    step(byEpochs, 0);
    assertThat(byEpochs.isOver()).isFalse();
    step(byEpochs, 0);
    assertThat(byEpochs.isOver()).isTrue();
    Referee stopped = started(new Limits(1000, 100, 0.9));
    stopped.stop();
    assertThat(stopped.isOver()).isTrue();
  }

  @Test
  void evaluationsAreSpacedInTrainingTime() {
    int[] count = {0};
    Referee referee =
        new Referee(
            new Limits(1000, 100, 0.9),
            100,
            () -> {
              count[0]++;
              return 0;
            },
            () -> now);
    referee.start();
    for (int i = 0; i < 100; i++) {
      now += SECOND / 50;
      referee.onStep(1);
    }
    assertThat(count[0]).isBetween(9, 10);
  }

  @Test
  void limitsAreChecked() {
    assertThatThrownBy(() -> new Limits(0, 1, 0.5)).hasMessageContaining("seconds is 0.0");
    assertThatThrownBy(() -> new Limits(1, Double.NaN, 0.5)).hasMessageContaining("epochs is NaN");
    assertThatThrownBy(() -> new Limits(1, 1, 0)).hasMessageContaining("target is 0.0");
    assertThatThrownBy(() -> new Limits(1, 1, 1.01)).hasMessageContaining("target is 1.01");
  }

  private void step(Referee referee, double newAccuracy) {
    accuracy = newAccuracy;
    now += SECOND;
    referee.onStep(10);
  }

  /** A referee over 100 images, whose evaluation takes half a second of the clock. */
  private Referee started(Limits limits) {
    Referee referee =
        new Referee(
            limits,
            100,
            () -> {
              now += SECOND / 2;
              return accuracy;
            },
            () -> now);
    referee.start();
    return referee;
  }
}
