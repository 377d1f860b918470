package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class LearningRateScheduleTest {
  @Test
  void cosineIsHalfwayInTheMiddleAndStaysAtItsEnd() {
    LearningRateSchedule cosine = LearningRateSchedule.cosine(1, 0.2, 100);
    assertThat(cosine.at(0)).isEqualTo(1);
    assertThat(cosine.at(50)).isCloseTo(0.6, within(1e-15));
    assertThat(cosine.at(25)).isCloseTo(0.6 + 0.4 * Math.sqrt(0.5), within(1e-15));
    assertThat(cosine.at(100)).isEqualTo(0.2);
    assertThat(cosine.at(1e9)).isEqualTo(0.2);
  }

  @Test
  void stepFallsAtWholeIntervals() {
    LearningRateSchedule step = LearningRateSchedule.step(8, 0.5, 10);
    assertThat(step.at(9.999)).isEqualTo(8);
    assertThat(step.at(10)).isEqualTo(4);
    assertThat(step.at(35)).isEqualTo(1);
  }

  @Test
  void polynomialOfPowerOneIsLinear() {
    LearningRateSchedule linear = LearningRateSchedule.polynomial(1, 0, 10, 1);
    assertThat(linear.at(2.5)).isEqualTo(0.75);
    assertThat(linear.at(11)).isZero();
    assertThat(LearningRateSchedule.polynomial(1, 0.5, 10, 2).at(5)).isEqualTo(0.625);
  }

  @Test
  void exponentialDecaysByItsFactorAStep() {
    assertThat(LearningRateSchedule.exponential(2, 0.5).at(3)).isEqualTo(0.25);
  }

  @Test
  void thenStartsTheClockOfTheNextSchedule() {
    LearningRateSchedule both =
        LearningRateSchedule.constant(1).then(10, LearningRateSchedule.exponential(4, 0.5));
    assertThat(both.at(9.5)).isEqualTo(1);
    assertThat(both.at(10)).isEqualTo(4);
    assertThat(both.at(12)).isEqualTo(1);
    assertThat(both.times(3).at(12)).isEqualTo(3);
  }

  @Test
  void aUsersFunctionIsASchedule() {
    LearningRateSchedule user = LearningRateSchedule.of(clock -> 1 / (1 + clock));
    assertThat(user.at(3)).isEqualTo(0.25);
    assertThat(user.withWarmup(4).at(1)).isEqualTo(0.25);
    assertThat(LearningRateSchedule.constant(8).then(5, user.times(2)).at(6)).isEqualTo(1);
  }

  @Property(seed = "1")
  void warmupComesFromBelowAndLeavesTheRestAlone(
      @ForAll @DoubleRange(min = 1, max = 1e4) double length,
      @ForAll @DoubleRange(min = 0, max = 2e4) double clock) {
    LearningRateSchedule target = LearningRateSchedule.cosine(0.1, 0, 1e5);
    double rate = target.withWarmup(length).at(clock);
    assertThat(rate).isPositive().isLessThanOrEqualTo(target.at(clock));
    if (clock >= length - 1) {
      assertThat(rate).isEqualTo(target.at(clock));
    } else {
      assertThat(rate).isCloseTo(target.at(clock) * (clock + 1) / length, within(1e-15));
    }
  }

  @Test
  void badSettingsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRateSchedule.constant(-1))
        .withMessageContaining("learning rate is -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRateSchedule.exponential(1, 1.5))
        .withMessageContaining("decay is 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRateSchedule.cosine(1, 0, 0))
        .withMessageContaining("length is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRateSchedule.constant(1).withWarmup(0.5))
        .withMessageContaining("warm-up is 0.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRateSchedule.step(1, 0, 10))
        .withMessageContaining("factor is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRateSchedule.step(1, 0.5, -1))
        .withMessageContaining("interval is -1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRateSchedule.polynomial(1, 0, 10, 0))
        .withMessageContaining("power is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRateSchedule.constant(1).times(Double.NaN))
        .withMessageContaining("factor is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> LearningRateSchedule.constant(1).then(0, LearningRateSchedule.constant(2)))
        .withMessageContaining("clock is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRateSchedule.of(clock -> Double.NaN).at(3))
        .withMessageContaining("clock 3.0")
        .withMessageContaining("NaN");
  }
}
