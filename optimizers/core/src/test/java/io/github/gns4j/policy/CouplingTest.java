package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Rate and batch must move together: on a noisy quadratic with the exact noise scale, a batch that
 * follows the time-optimal rule at a fixed rate takes longer than one that stays, and one whose
 * rate follows takes less. Steps take {@code 10 ms + 0.1 ms·B}.
 */
class CouplingTest {
  private static final StepTime TIME = new StepTime(0.01, 1e-4);
  private static final NoisyQuadratic PROBLEM = NoisyQuadratic.spread(32, 100, 1);
  private static final int BASE = 16;
  private static final double RATE = 0.05;

  /** Seconds until the loss is a hundredth of the first, over five seeds. */
  private static double seconds(BatchRule rule, LearningRateRule rateRule) {
    double sum = 0;
    for (int seed = 0; seed < 5; seed++) {
      sum += seconds(rule, rateRule, new Random(seed));
    }
    return sum / 5;
  }

  private static double seconds(BatchRule rule, LearningRateRule rateRule, Random random) {
    BatchController batches =
        new BatchController(rule.between(BASE, 4096).startingAt(BASE), rateRule, BASE, 4096);
    LearningRateController rates =
        new LearningRateController(LearningRateSchedule.constant(RATE), rateRule);
    double[] x = ProbedRun.start(PROBLEM.size());
    double target = PROBLEM.loss(x) / 100;
    double seconds = 0;
    while (PROBLEM.loss(x) > target) {
      int batch = batches.batch();
      var noise = Estimates.exactly(PROBLEM.noiseScale(x));
      RateDecision rate = rates.decide(new RateInput(noise, batch, BASE));
      double[] g = PROBLEM.gradient(x, PROBLEM.draw(random, batch));
      for (int i = 0; i < x.length; i++) {
        x[i] -= rate.learningRate() * g[i];
      }
      rates.advance(rate);
      seconds += TIME.seconds(batch);
      batches.decide(
          new BatchInput(
              noise,
              batch,
              rate.learningRate(),
              OptionalDouble.of(PROBLEM.loss(x)),
              Optional.of(TIME)));
    }
    return seconds;
  }

  @Test
  void theUncoupledRuleIsHarmfulAndTheCoupledOneHelps() {
    double fixed = seconds(BatchRule.fixed(), LearningRateRule.fixed());
    // A user's function makes no promise about the rate, so the controller does not hold it.
    double uncoupled = seconds(in -> BatchRule.timeOptimal().propose(in), LearningRateRule.fixed());
    double held = seconds(BatchRule.timeOptimal(), LearningRateRule.fixed());
    double coupled = seconds(BatchRule.timeOptimal(), LearningRateRule.adaScale());
    assertThat(uncoupled).isGreaterThan(1.1 * fixed);
    assertThat(held).isLessThan(1.05 * fixed);
    assertThat(coupled).isLessThan(0.8 * fixed);
  }
}
