package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.noise.NoiseEstimate.NotReady;
import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.policy.BatchProposal.Hold;
import io.github.gns4j.policy.BatchProposal.Target;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plants defects in the policies: the checks that the real ones pass must fail on each. */
class PolicyMutationTest {
  private static final BatchSteps STEPS = new BatchSteps(2, 100);

  @Test
  void theRealPoliciesPass() {
    PolicyChecks.adaScale(LearningRateRule.adaScale());
    PolicyChecks.squareRootAdaScale(LearningRateRule.squareRootAdaScale());
    PolicyChecks.criticalBatchRate(LearningRateRule.criticalBatch());
    PolicyChecks.timeOptimal(BatchRule.timeOptimal());
    PolicyChecks.critical(BatchRule.critical(0.5));
    PolicyChecks.normTest(BatchRule.normTest(2));
    PolicyChecks.reach(STEPS::towards);
    PolicyChecks.tuner(probe -> probe);
  }

  @TestFactory
  Stream<DynamicTest> defectsOfRateRulesAreCaught() {
    LearningRateRule real = LearningRateRule.adaScale();
    Consumer<LearningRateRule> check = PolicyChecks::adaScale;
    return Stream.of(
        caught("batch and base batch swapped", check, in -> real.gain(swapped(in))),
        caught("signal left out of the gain", check, in -> gain(in.scale(), in.scale())),
        caught("clock counts steps", check, in -> gain(real.gain(in).factor(), 1)),
        caught("gain at the point estimate", check, in -> real.gain(atPoint(in))),
        caught("gain without an estimate is the scale", check, in -> guessing(real, in)),
        caught(
            "base batch of one", check, in -> real.gain(new RateInput(in.noise(), in.batch(), 1))),
        caught(
            "clock of the square root advances by the root",
            PolicyChecks::squareRootAdaScale,
            in -> gain(Math.sqrt(real.gain(in).factor()), Math.sqrt(real.gain(in).factor()))),
        caught("root forgotten", PolicyChecks::squareRootAdaScale, in -> real.gain(in)),
        caught(
            "critical-batch rate with B/N for N/B",
            PolicyChecks::criticalBatchRate,
            in -> gain(1 / (1 + in.batch() / RateRules.high(in.noise())), 1)));
  }

  @TestFactory
  Stream<DynamicTest> defectsOfBatchRulesAreCaught() {
    Consumer<BatchRule> timed = PolicyChecks::timeOptimal;
    BatchRule real = BatchRule.timeOptimal();
    return Stream.of(
        caught("square root forgotten", timed, in -> mapped(real.propose(in), x -> x * x)),
        caught("alpha and beta swapped", timed, in -> real.propose(swappedTime(in))),
        caught("gain turned over", timed, in -> turnedOver(real.propose(in))),
        caught("follows the point estimate", timed, in -> real.propose(atPoint(in))),
        caught("whole step time counted as growing", timed, in -> real.propose(noAlpha(in))),
        caught("1/c for c", PolicyChecks::critical, BatchRule.critical(2)),
        caught(
            "critical follows the point estimate",
            PolicyChecks::critical,
            PolicyMutationTest::pointCritical),
        caught(
            "shrinks on what is not resolved",
            PolicyChecks::critical,
            PolicyMutationTest::shrinking),
        caught("theta for its square", PolicyChecks::normTest, BatchRule.normTest(Math.sqrt(2))));
  }

  @TestFactory
  Stream<DynamicTest> defectsOfLimitsAreCaught() {
    Consumer<PolicyChecks.Reach> check = PolicyChecks::reach;
    return Stream.of(
        caught("no growth limit", check, (b, aim) -> new BatchSteps(1e9, 100).towards(b, aim)),
        caught(
            "no whole micro-batches",
            check,
            (b, aim) -> new BatchSteps(2, 1 << 20).towards(b, aim)),
        caught("rounds past the aim", check, (b, aim) -> (STEPS.towards(b, aim) + 99) / 100 * 100),
        caught("never shrinks", check, (b, aim) -> Math.max(b, STEPS.towards(b, aim))));
  }

  @TestFactory
  Stream<DynamicTest> defectsOfProbesAreCaught() {
    Consumer<java.util.function.UnaryOperator<StepLengthProbe>> check = PolicyChecks::tuner;
    return Stream.of(
        caught(
            "slopes before and after swapped",
            check,
            p -> probe(p, p.slopeAfter(), p.slopeBefore(), p.slopeNext())),
        caught(
            "slope of the step's own batch for the next",
            check,
            p -> probe(p, p.slopeBefore(), p.slopeAfter(), p.slopeAfter())),
        caught(
            "sign of the next slope",
            check,
            p -> probe(p, p.slopeBefore(), p.slopeAfter(), -p.slopeNext())),
        caught(
            "curvature halved twice",
            check,
            p ->
                probe(
                    p,
                    p.slopeBefore(),
                    p.slopeBefore() + p.curvature() / 4,
                    p.slopeNext() - 0.75 * p.curvature())));
  }

  private static <T> DynamicTest caught(String defect, Consumer<T> check, T wrong) {
    return DynamicTest.dynamicTest(
        defect,
        () -> assertThatThrownBy(() -> check.accept(wrong)).isInstanceOf(AssertionError.class));
  }

  private static RateGain gain(double factor, double advance) {
    return new RateGain(factor, advance, "wrong");
  }

  private static RateInput swapped(RateInput in) {
    return new RateInput(in.noise(), in.baseBatch(), in.batch());
  }

  private static RateInput atPoint(RateInput in) {
    return in.noise() instanceof Resolved r
        ? new RateInput(Estimates.exactly(r.scale()), in.batch(), in.baseBatch())
        : in;
  }

  private static RateGain guessing(LearningRateRule real, RateInput in) {
    return in.noise() instanceof NotReady ? gain(in.scale(), in.scale()) : real.gain(in);
  }

  private static BatchInput atPoint(BatchInput in) {
    return in.noise() instanceof Resolved r
        ? Estimates.input(Estimates.exactly(r.scale()), in.batch(), in.stepTime().get())
        : in;
  }

  private static BatchInput swappedTime(BatchInput in) {
    StepTime time = in.stepTime().get();
    return Estimates.input(in.noise(), in.batch(), new StepTime(time.beta(), time.alpha()));
  }

  private static BatchInput noAlpha(BatchInput in) {
    StepTime time = in.stepTime().get();
    return Estimates.input(in.noise(), in.batch(), new StepTime(0, time.alpha() + time.beta()));
  }

  private static BatchProposal mapped(BatchProposal said, DoubleUnaryOperator size) {
    return said instanceof Target t
        ? new Target(size.applyAsDouble(t.samples()), t.predictedGain(), t.reason())
        : said;
  }

  private static BatchProposal turnedOver(BatchProposal said) {
    return said instanceof Target t
        ? new Target(t.samples(), 1 / t.predictedGain(), t.reason())
        : said;
  }

  private static BatchProposal pointCritical(BatchInput in) {
    return BatchRule.critical(0.5).propose(atPoint(in));
  }

  private static BatchProposal shrinking(BatchInput in) {
    BatchProposal said = BatchRule.critical(0.5).propose(in);
    boolean unresolved = !(in.noise() instanceof Resolved);
    return said instanceof Hold && unresolved ? new Target(1, 2, "wrong") : said;
  }

  private static StepLengthProbe probe(
      StepLengthProbe like, double before, double after, double next) {
    return new StepLengthProbe(
        before, after, next, like.stepNorm(), like.gradientNorm(), like.reach());
  }
}
