package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimate.NotReady;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LearningRateRuleTest {
  private static final NoiseEstimate UNKNOWN = new NotReady("2 of 8 steps");

  @Property(seed = "1")
  void adaScaleLiesBetweenOneAndTheScale(
      @ForAll @DoubleRange(min = 0, max = 1e9) double noise,
      @ForAll @IntRange(min = 1, max = 100_000) int batch,
      @ForAll @IntRange(min = 1, max = 100_000) int base) {
    RateInput in = new RateInput(Estimates.exactly(noise), batch, base);
    RateGain gain = LearningRateRule.adaScale().gain(in);
    double roundoff = 1e-12;
    assertThat(gain.factor())
        .isBetween(
            Math.min(1, in.scale()) * (1 - roundoff), Math.max(1, in.scale()) * (1 + roundoff));
    assertThat(gain.clockAdvance()).isEqualTo(gain.factor());
    double direct = (noise / base + 1) / (noise / batch + 1);
    assertThat(gain.factor()).isCloseTo(direct, within(1e-12 * direct));
  }

  @Property(seed = "1")
  void squareRootFormHasTheSameClock(
      @ForAll @DoubleRange(min = 0, max = 1e6) double noise,
      @ForAll @IntRange(min = 1, max = 4096) int batch) {
    RateInput in = new RateInput(Estimates.exactly(noise), batch, 64);
    RateGain plain = LearningRateRule.adaScale().gain(in);
    RateGain root = LearningRateRule.squareRootAdaScale().gain(in);
    assertThat(root.clockAdvance()).isEqualTo(plain.clockAdvance());
    assertThat(root.factor()).isCloseTo(Math.sqrt(plain.factor()), within(1e-12 * plain.factor()));
  }

  @Property(seed = "1")
  void everyRuleTakesTheSmallestGainOfTheInterval(
      @ForAll @DoubleRange(min = 0, max = 1e4) double low,
      @ForAll @DoubleRange(min = 0, max = 1) double width,
      @ForAll @DoubleRange(min = 0, max = 1) double at,
      @ForAll @IntRange(min = 1, max = 4096) int batch) {
    double high = low + width * 3 * Math.max(low, batch);
    double inside = low + at * (high - low);
    NoiseEstimate interval = Estimates.between(low, inside, high);
    for (LearningRateRule rule :
        List.of(
            LearningRateRule.adaScale(),
            LearningRateRule.squareRootAdaScale(),
            LearningRateRule.criticalBatch())) {
      double resolved = rule.gain(new RateInput(interval, batch, 64)).factor();
      double point = rule.gain(new RateInput(Estimates.exactly(inside), batch, 64)).factor();
      assertThat(resolved).isLessThanOrEqualTo(point * (1 + 1e-12));
    }
  }

  @Test
  void withoutAnEstimateTheGainIsTheSmallestPossible() {
    LearningRateRule rule = LearningRateRule.adaScale();
    assertThat(rule.gain(new RateInput(UNKNOWN, 256, 64)).factor()).isEqualTo(1);
    assertThat(rule.gain(new RateInput(UNKNOWN, 16, 64)).factor()).isEqualTo(0.25);
    assertThat(rule.gain(new RateInput(Estimates.atLeast(64), 256, 64)).factor())
        .isEqualTo(2 / 1.25);
    assertThat(rule.gain(new RateInput(Estimates.atLeast(64), 16, 64)).factor()).isEqualTo(0.25);
    assertThat(LearningRateRule.criticalBatch().gain(new RateInput(UNKNOWN, 16, 64)).factor())
        .isEqualTo(0.2);
  }

  @Test
  void theGainDoesNotJumpWhereAnEstimateBecomesResolved() {
    for (LearningRateRule rule :
        List.of(LearningRateRule.adaScale(), LearningRateRule.criticalBatch())) {
      for (int batch : new int[] {16, 1024}) {
        double before = rule.gain(new RateInput(Estimates.atLeast(300), batch, 64)).factor();
        double after =
            rule.gain(new RateInput(Estimates.between(300, 1e9, 1e12), batch, 64)).factor();
        assertThat(after).isCloseTo(before, within(1e-9));
      }
    }
  }

  @Test
  void rulesWithoutNoiseScaleWithTheBatch() {
    RateInput in = new RateInput(UNKNOWN, 256, 64);
    assertThat(LearningRateRule.linear().gain(in).factor()).isEqualTo(4);
    assertThat(LearningRateRule.linear().gain(in).clockAdvance()).isEqualTo(4);
    assertThat(LearningRateRule.squareRoot().gain(in).factor()).isEqualTo(2);
    assertThat(LearningRateRule.squareRoot().gain(in).clockAdvance()).isEqualTo(4);
    assertThat(LearningRateRule.fixed().gain(in).factor()).isEqualTo(1);
    assertThat(LearningRateRule.fixed().followsBatch()).isFalse();
    assertThat(LearningRateRule.adaScale().followsBatch()).isTrue();
  }

  @Test
  void reasonsHoldTheNumbers() {
    RateInput in = new RateInput(Estimates.between(812, 1203.4, 2010), 256, 64);
    assertThat(LearningRateRule.adaScale().gain(in).reason())
        .contains("256", "64", "812", "1203", "2010");
  }
}
