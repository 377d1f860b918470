package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.policy.BatchProposal.Target;
import java.util.Optional;
import java.util.OptionalDouble;

/** Checks the policies as they are, or as a class loader with a planted defect shows them. */
// Tests are checks here, run where JUnit does not reach: in a class loader of its own.
@SuppressWarnings("JUnitMethodInvoked")
public final class RealPolicyChecks implements Runnable {
  @Override
  public void run() {
    PolicyChecks.adaScale(LearningRateRule.adaScale());
    PolicyChecks.squareRootAdaScale(LearningRateRule.squareRootAdaScale());
    PolicyChecks.criticalBatchRate(LearningRateRule.criticalBatch());
    PolicyChecks.timeOptimal(BatchRule.timeOptimal());
    PolicyChecks.critical(BatchRule.critical(0.5));
    PolicyChecks.normTest(BatchRule.normTest(2));
    BatchSteps steps = new BatchSteps(2, 100);
    PolicyChecks.reach(steps::towards);
    timeOptimalCabs();
    innerProduct();
    rateController();
    batchController();
    BatchDwellTest dwell = new BatchDwellTest();
    dwell.aFallWaitsForWorkAndAGrowthForSteps();
    dwell.afterAChangeThatWasTakenBackBothRest();
  }

  private static void innerProduct() {
    InnerProductRuleTest test = new InnerProductRuleTest();
    test.followsTheNoiseAlongTheSignal();
    test.theLargerOfTheTwoConditionsCounts();
    test.defaultsAreThoseOfTheAuthors();
    test.whatHasNoUpperEndSupportsGrowthOnly();
  }

  /** R = 200, α/β = 300 samples. */
  private static void timeOptimalCabs() {
    BatchInput in =
        new BatchInput(
            Estimates.exactly(200),
            300,
            0.1,
            OptionalDouble.of(0.5),
            Optional.of(new StepTime(0.3, 1e-3)),
            Integer.MAX_VALUE);
    Target target = (Target) BatchRule.timeOptimalCabs(0.3, 0.5).propose(in);
    double best = 100 * (1 + Math.sqrt(7));
    assertThat(target.samples()).isCloseTo(best, within(1e-9));
    double atBest = 300 * (1 + Math.log(best / (best - 200))) + best;
    assertThat(target.predictedGain())
        .isCloseTo((300 * (1 + Math.log(3)) + 300) / atBest, within(1e-9));
  }

  /** From gain 1 the gain of 1.6 is reached over steps of a tenth; the clock moves with it. */
  private static void rateController() {
    LearningRateController rates =
        new LearningRateController(LearningRateSchedule.constant(0.5), LearningRateRule.adaScale());
    rates.advance(rates.decide(new RateInput(Estimates.exactly(64), 64, 64)));
    assertThat(rates.clock()).isEqualTo(1);
    RateInput larger = new RateInput(Estimates.exactly(64), 256, 64);
    RateDecision first = rates.decide(larger);
    assertThat(first.learningRate()).isCloseTo(0.55, within(1e-12));
    for (int step = 0; step < 10; step++) {
      rates.advance(rates.decide(larger));
    }
    assertThat(rates.decide(larger).learningRate()).isCloseTo(0.8, within(1e-12));
    // 1.1, 1.21, 1.331, 1.4641, then six of 1.6.
    assertThat(rates.clock()).isCloseTo(1 + 5.1051 + 6 * 1.6, within(1e-9));
  }

  /** Dwells, then doubles at most, and only for a gain of 5%. */
  private static void batchController() {
    BatchController batches =
        new BatchController(
            BatchRule.critical(1).between(1, 4096).startingAt(100).dwell(3),
            LearningRateRule.adaScale(),
            100,
            Integer.MAX_VALUE);
    int[] seen = new int[6];
    for (int step = 0; step < seen.length; step++) {
      batches.decide(Estimates.input(Estimates.exactly(1000), 1, null));
      seen[step] = batches.batch();
    }
    assertThat(seen).containsExactly(100, 100, 200, 200, 200, 400);
    for (int step = 0; step < 6; step++) {
      batches.decide(Estimates.input(Estimates.exactly(500), 1, null));
    }
    assertThat(batches.batch()).isEqualTo(400);
  }
}
