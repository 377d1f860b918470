package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimate.NonFinite;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LearningRateControllerTest {
  private static LearningRateController controller() {
    return new LearningRateController(
        LearningRateSchedule.cosine(0.1, 0, 1000).withWarmup(20), LearningRateRule.adaScale());
  }

  @Test
  void theClockRunsWithTheGainOfAppliedStepsOnly() {
    LearningRateController rate = controller();
    RateInput in = new RateInput(Estimates.exactly(192), 192, 64);
    RateDecision decision = rate.decide(in);
    assertThat(rate.decide(in)).isEqualTo(decision);
    assertThat(rate.clock()).isZero();
    rate.advance(decision);
    assertThat(rate.clock()).isEqualTo(2);
    RateDecision next = rate.decide(in);
    assertThat(next.clock()).isEqualTo(2);
    assertThat(next.learningRate())
        .isCloseTo(0.1 * (1 + Math.cos(Math.PI * 0.002)) / 2 * 3 / 20 * 2, within(1e-15));
  }

  @Test
  void theGainRisesByATenthAStepAndFallsAtOnce() {
    LearningRateController rate =
        new LearningRateController(LearningRateSchedule.constant(1), LearningRateRule.linear());
    rate.advance(rate.decide(new RateInput(Estimates.exactly(1), 64, 64)));
    RateInput doubled = new RateInput(Estimates.exactly(1), 128, 64);
    for (int step = 1; step <= 7; step++) {
      RateDecision decision = rate.decide(doubled);
      assertThat(decision.learningRate()).isCloseTo(Math.pow(1.1, step), within(1e-12));
      assertThat(decision.gain().clockAdvance()).isCloseTo(decision.gain().factor(), within(1e-12));
      assertThat(decision.gain().reason()).contains("rises to", "of 2");
      rate.advance(decision);
    }
    assertThat(rate.decide(doubled).learningRate()).isEqualTo(2);
    assertThat(rate.decide(new RateInput(Estimates.exactly(1), 16, 64)).learningRate())
        .isEqualTo(0.25);
  }

  @Test
  void whereOscillationMayPassForNoiseTheGainRisesSlowlyAndIsHalvedByIt() {
    LearningRateController rate =
        new LearningRateController(LearningRateSchedule.constant(1), LearningRateRule.adaScale());
    rate.advance(rate.decide(new RateInput(Estimates.exactly(1e9), 64, 64)));
    for (int step = 1; step <= 50; step++) {
      rate.advance(alternating(rate, 0.2));
      assertThat(alternating(rate, 0).gain().factor())
          .isCloseTo(Math.pow(1.02, step + 1), within(1e-9));
    }
    RateDecision fallen = alternating(rate, 0.21);
    assertThat(fallen.gain().factor()).isCloseTo(Math.pow(1.02, 50) / 2, within(1e-9));
    assertThat(fallen.gain().clockAdvance()).isCloseTo(fallen.gain().factor(), within(1e-6));
    assertThat(fallen.reason()).contains("oscillates: falls to");
    rate.advance(fallen);
    assertThat(alternating(rate, 1).gain().factor()).isEqualTo(1);
  }

  /** Ten times the base batch, far below the noise scale, one gradient a step. */
  private static RateDecision alternating(LearningRateController rate, double part) {
    return rate.decide(new RateInput(Estimates.exactly(1e9), 640, 64), OptionalDouble.of(part));
  }

  @Test
  void aRuleThatDoesNotLookAtTheNoiseIsNotKeptBack() {
    LearningRateController rate =
        new LearningRateController(
            LearningRateSchedule.constant(1),
            LearningRateRule.linear().withProbe(ProbePolicy.defaults()));
    rate.advance(rate.decide(new RateInput(Estimates.exactly(1), 64, 64)));
    assertThat(alternating(rate, 1).gain().factor()).isCloseTo(1.1, within(1e-12));
  }

  @Test
  void aGradientThatIsNotFiniteKeepsTheGain() {
    LearningRateController rate =
        new LearningRateController(LearningRateSchedule.constant(1), LearningRateRule.adaScale());
    rate.advance(rate.decide(new RateInput(Estimates.exactly(1e6), 128, 64)));
    double gain = rate.decide(new RateInput(Estimates.exactly(1e6), 128, 64)).learningRate();
    NoiseEstimate bad = new NonFinite(3, 1);
    assertThat(rate.decide(new RateInput(bad, 128, 64)).learningRate()).isEqualTo(gain);
    assertThat(rate.decide(new RateInput(bad, 64, 64)).learningRate()).isEqualTo(gain / 2);
    assertThat(rate.decide(new RateInput(bad, 128, 64)).gain().reason()).contains("3 non-finite");
  }

  @Test
  void aRestoredControllerContinuesWithTheSameBits() throws IOException {
    LearningRateController rate = controller();
    Random random = new Random(7);
    drive(rate, random, 100);
    LearningRateController other = controller();
    Saved.copy(rate, other);
    Random again = new Random(11);
    drive(rate, new Random(11), 100);
    drive(other, again, 100);
    assertThat(Saved.bytes(other)).isEqualTo(Saved.bytes(rate));
    assertThat(other.clock()).isEqualTo(rate.clock());
  }

  private static void drive(LearningRateController rate, Random random, int steps) {
    for (int step = 0; step < steps; step++) {
      double noise = 1000 * random.nextDouble();
      int batch = 1 + random.nextInt(500);
      rate.advance(rate.decide(new RateInput(Estimates.exactly(noise), batch, 64)));
    }
  }

  /** The last batch of an epoch is short; the gain before it comes back at once, not in steps. */
  @Test
  void theGainBeforeAShortBatchComesBackAtOnce() {
    LearningRateController rates =
        new LearningRateController(LearningRateSchedule.constant(1), LearningRateRule.squareRoot());
    for (int step = 0; step < 30; step++) {
      rates.advance(rates.decide(new RateInput(Estimates.exactly(64), 256, 64)));
    }
    RateDecision shorter = rates.decide(new RateInput(Estimates.exactly(64), 16, 64));
    assertThat(shorter.learningRate()).isEqualTo(0.5);
    rates.advance(shorter);
    RateDecision after = rates.decide(new RateInput(Estimates.exactly(64), 256, 64));
    assertThat(after.learningRate()).isEqualTo(2);
    for (int step = 0; step < 11; step++) {
      rates.advance(rates.decide(new RateInput(Estimates.exactly(64), 16, 64)));
    }
    RateDecision late = rates.decide(new RateInput(Estimates.exactly(64), 256, 64));
    assertThat(late.learningRate()).isCloseTo(0.55, within(1e-12));
  }
}
