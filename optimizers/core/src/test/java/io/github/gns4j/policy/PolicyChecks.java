package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimate.NotReady;
import io.github.gns4j.policy.BatchProposal.Hold;
import io.github.gns4j.policy.BatchProposal.Target;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * What every implementation of a policy must satisfy, as functions of the implementation: {@link
 * PolicyMutationTest} runs them on the real ones and on ones with a planted defect.
 */
final class PolicyChecks {
  private static final StepTime TIME = new StepTime(0.01, 1e-5);
  private static final NoiseEstimate WIDE = Estimates.between(100, 400, 1600);

  private PolicyChecks() {}

  /** Batches as sizes that one change reaches: {@link BatchSteps#towards}. */
  @FunctionalInterface
  interface Reach {
    int towards(int batch, double aim);
  }

  /** Hand-worked values: base 64, batch 256, noise 64 to 256. */
  static void adaScale(LearningRateRule rule) {
    RateGain gain = rule.gain(new RateInput(Estimates.between(64, 128, 256), 256, 64));
    assertThat(gain.factor()).isCloseTo(2 / 1.25, within(1e-12));
    assertThat(gain.clockAdvance()).isCloseTo(2 / 1.25, within(1e-12));
    RateGain below = rule.gain(new RateInput(Estimates.between(64, 128, 256), 16, 64));
    assertThat(below.factor()).isCloseTo(5.0 / 17, within(1e-12));
    RateInput unknown = new RateInput(new NotReady("first steps"), 256, 64);
    assertThat(rule.gain(unknown).factor()).isEqualTo(1);
    RateInput unresolved = new RateInput(Estimates.atLeast(64), 256, 64);
    assertThat(rule.gain(unresolved).factor()).isCloseTo(2 / 1.25, within(1e-12));
  }

  static void squareRootAdaScale(LearningRateRule rule) {
    RateGain gain = rule.gain(new RateInput(Estimates.exactly(64), 256, 64));
    assertThat(gain.factor()).isCloseTo(Math.sqrt(1.6), within(1e-12));
    assertThat(gain.clockAdvance()).isCloseTo(1.6, within(1e-12));
  }

  static void criticalBatchRate(LearningRateRule rule) {
    RateGain gain = rule.gain(new RateInput(Estimates.between(64, 100, 192), 64, 32));
    assertThat(gain.factor()).isCloseTo(0.25, within(1e-12));
    assertThat(gain.clockAdvance()).isCloseTo(7 / 4.0, within(1e-12));
  }

  static void timeOptimal(BatchRule rule) {
    Target up = target(rule, Estimates.input(WIDE, 64, TIME));
    assertThat(up.samples()).isCloseTo(Math.sqrt(100 * 1000), within(1e-9));
    assertThat(up.predictedGain()).isCloseTo(1.57378, within(1e-5));
    Target down = target(rule, Estimates.input(WIDE, 4000, TIME));
    assertThat(down.samples()).isCloseTo(Math.sqrt(1600 * 1000), within(1e-9));
    inside(rule, 500);
  }

  static void critical(BatchRule halfCritical) {
    assertThat(target(halfCritical, Estimates.input(WIDE, 10, TIME)).samples()).isEqualTo(50);
    Target down = target(halfCritical, Estimates.input(WIDE, 1600, TIME));
    assertThat(down.samples()).isEqualTo(800);
    assertThat(down.predictedGain()).isCloseTo(1.125, within(1e-12));
    inside(halfCritical, 400);
    BatchInput unresolved = Estimates.input(Estimates.atLeast(100), 4000, TIME);
    assertThat(halfCritical.propose(unresolved)).isInstanceOf(Hold.class);
  }

  static void normTest(BatchRule twice) {
    assertThat(target(twice, Estimates.input(Estimates.exactly(400), 10, TIME)).samples())
        .isEqualTo(100);
  }

  private static void inside(BatchRule rule, int batch) {
    assertThat(rule.propose(Estimates.input(WIDE, batch, TIME))).isInstanceOf(Hold.class);
  }

  private static Target target(BatchRule rule, BatchInput in) {
    assertThat(rule.propose(in)).isInstanceOf(Target.class);
    return (Target) rule.propose(in);
  }

  /** Growth 2, micro-batches of 100. */
  static void reach(Reach reach) {
    assertThat(reach.towards(30, 1000)).isEqualTo(60);
    assertThat(reach.towards(80, 1000)).isEqualTo(100);
    assertThat(reach.towards(100, 1000)).isEqualTo(200);
    assertThat(reach.towards(300, 499)).isEqualTo(400);
    assertThat(reach.towards(300, 20)).isEqualTo(200);
    assertThat(reach.towards(200, 101)).isEqualTo(200);
    assertThat(reach.towards(80, 20.5)).isEqualTo(40);
    assertThat(reach.towards(30, 20.5)).isEqualTo(21);
  }

  /** A noisy parabola whose best multiplier is 0.5, with probes that pass through {@code seen}. */
  static void tuner(UnaryOperator<StepLengthProbe> seen) {
    StepLengthTuner tuner = new StepLengthTuner(ProbePolicy.defaults(), 1);
    Random random = new Random(1);
    for (int step = 0; step < 3000; step++) {
      boolean probed = tuner.beginStep();
      double m = tuner.multiplier();
      tuner.endStep(OptionalDouble.empty(), 1);
      if (probed) {
        // The noise of the step's own batch makes its gradient look steeper: it must cancel.
        double own = -0.2 * m * Math.abs(random.nextGaussian());
        double slope = -0.1 * m;
        double curvature = 0.2 * m * m;
        double next = slope + curvature + 0.02 * m * random.nextGaussian();
        double before = slope + own;
        double reach;
        double after;
        do {
          reach = tuner.reach();
          after = before + reach * curvature;
        } while (tuner.looked(before, after));
        tuner.observe(seen.apply(new StepLengthProbe(before, after, next, m, 1, reach)));
      }
    }
    assertThat(tuner.multiplier()).isBetween(0.5 / 1.3 / 1.3, 0.5 * 1.4);
  }
}
