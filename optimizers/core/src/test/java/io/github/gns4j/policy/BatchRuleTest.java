package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.NoiseEstimate.NonFinite;
import io.github.gns4j.noise.NoiseEstimate.NotReady;
import io.github.gns4j.policy.BatchProposal.Hold;
import io.github.gns4j.policy.BatchProposal.Target;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BatchRuleTest {
  private static final StepTime TIME = new StepTime(0.01, 1e-5);

  private static Target target(BatchRule rule, BatchInput in) {
    assertThat(rule.propose(in)).isInstanceOf(Target.class);
    return (Target) rule.propose(in);
  }

  /** The best batch by search over whole sizes, from the definition of progress per second. */
  private static int searched(double noise, StepTime time, int micro) {
    int best = 1;
    for (int batch = 1; batch <= 20_000; batch++) {
      if (progress(noise, batch, time, micro) > progress(noise, best, time, micro)) {
        best = batch;
      }
    }
    return best;
  }

  private static double progress(double noise, int batch, StepTime time, int micro) {
    double parts = Math.max(1, (double) batch / micro);
    double seconds = time.perStep() + time.alpha() * parts + time.beta() * batch;
    return batch / (batch + noise) / seconds;
  }

  @Property(seed = "1", tries = 200)
  void timeOptimalIsTheBestBySearch(
      @ForAll @DoubleRange(min = 1, max = 5000) double noise,
      @ForAll @DoubleRange(min = 0, max = 0.1) double perStep,
      @ForAll @DoubleRange(min = 0, max = 0.1) double alpha,
      @ForAll @IntRange(min = 1, max = 2000) int micro) {
    StepTime time = new StepTime(perStep, alpha, 1e-4);
    double best = BatchRules.TimeOptimal.optimum(noise, time, micro);
    assertThat(Math.max(1, best)).isCloseTo(searched(noise, time, micro), within(1.0));
  }

  @Test
  void timeOptimalGoesToTheNearerEndOfTheInterval() {
    BatchInput small = Estimates.input(Estimates.between(100, 400, 1600), 64, TIME);
    Target up = target(BatchRule.timeOptimal(), small);
    assertThat(up.samples()).isCloseTo(Math.sqrt(100 * 1000), within(1e-9));
    double gain = (1 + 100.0 / 64) * TIME.seconds(64);
    gain /= (1 + 100 / up.samples()) * TIME.seconds(up.samples());
    assertThat(up.predictedGain()).isCloseTo(gain, within(1e-12));
    assertThat(up.reason()).contains("100", "400", "1600", "632.5", "316.2", "1265");
    BatchInput large = Estimates.input(Estimates.between(100, 400, 1600), 4000, TIME);
    Target down = target(BatchRule.timeOptimal(), large);
    assertThat(down.samples()).isCloseTo(Math.sqrt(1600 * 1000), within(1e-9));
    assertThat(down.predictedGain()).isGreaterThan(1);
    BatchInput inside = Estimates.input(Estimates.between(100, 400, 1600), 500, TIME);
    assertThat(BatchRule.timeOptimal().propose(inside)).isInstanceOf(Hold.class);
  }

  @Test
  void rulesHoldOnWhatIsNotKnown() {
    for (BatchRule rule :
        List.of(
            BatchRule.timeOptimal(),
            BatchRule.critical(1),
            BatchRule.normTest(0.5),
            BatchRule.sampleOptimal(),
            BatchRule.stepOptimal())) {
      for (var noise : List.of(new NonFinite(1, 1), new NotReady("2 of 8 steps"))) {
        assertThat(rule.propose(Estimates.input(noise, 64, TIME))).isInstanceOf(Hold.class);
      }
    }
    BatchInput noTime = Estimates.input(Estimates.exactly(100), 64, null);
    assertThat(BatchRule.timeOptimal().propose(noTime).reason()).contains("seconds");
  }

  @Test
  void anUnresolvedScaleSupportsGrowthToItsLowerEndOnly() {
    for (BatchRule rule : List.of(BatchRule.critical(0.5), BatchRule.normTest(Math.sqrt(2)))) {
      Target up = target(rule, Estimates.input(Estimates.atLeast(500), 64, TIME));
      assertThat(up.samples()).isCloseTo(250, within(1e-9));
      assertThat(up.reason()).contains("at least 500");
      assertThat(rule.propose(Estimates.input(Estimates.atLeast(500), 4096, TIME)))
          .isInstanceOf(Hold.class);
    }
    Target timed =
        target(BatchRule.timeOptimal(), Estimates.input(Estimates.atLeast(500), 64, TIME));
    assertThat(timed.samples()).isCloseTo(Math.sqrt(500 * 1000), within(1e-9));
  }

  @Test
  void criticalAndNormTestAreTheSameFamily() {
    BatchInput in = Estimates.input(Estimates.exactly(1000), 64, null);
    assertThat(target(BatchRule.critical(0.5), in).samples()).isEqualTo(500);
    assertThat(target(BatchRule.normTest(0.5), in).samples()).isEqualTo(4000);
    double x = 64 / 500.0;
    assertThat(target(BatchRule.critical(0.5), in).predictedGain())
        .isCloseTo((1 + x) * (1 + 1 / x) / 4, within(1e-12));
  }

  @Test
  void cabsFollowsLossAndRate() {
    BatchInput in =
        new BatchInput(Estimates.exactly(50), 64, 0.1, OptionalDouble.of(0.3), Optional.empty());
    assertThat(target(BatchRule.cabs(0.05), in).samples()).isCloseTo(20, within(1e-12));
    assertThat(BatchRule.cabs(0.5).propose(in).reason()).contains("0.3", "0.5");
    assertThat(BatchRule.cabs(0).propose(Estimates.input(Estimates.exactly(5), 64, null)).reason())
        .contains("loss is not known");
  }

  /** What a rule wants: the batch as it is where it holds. */
  private static double wanted(BatchRule rule, BatchInput in) {
    return rule.propose(in) instanceof Target target ? target.samples() : in.batch();
  }

  @Property(seed = "1")
  void targetsAreMonotoneInTheNoiseScale(
      @ForAll @DoubleRange(min = 1, max = 1e6) double noise,
      @ForAll @DoubleRange(min = 1, max = 10) double more) {
    for (BatchRule rule :
        List.of(BatchRule.timeOptimal(), BatchRule.critical(2), BatchRule.normTest(1.5))) {
      BatchInput less = Estimates.input(Estimates.exactly(noise), 1, TIME);
      BatchInput greater = Estimates.input(Estimates.exactly(noise * more), 1, TIME);
      assertThat(wanted(rule, greater)).isGreaterThanOrEqualTo(wanted(rule, less));
    }
  }

  @Test
  void impossiblePoliciesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchRule.critical(0))
        .withMessageContaining("c is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchRule.fixed().between(64, 32))
        .withMessageContaining("maximum is 32");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchRule.fixed().between(16, 64).startingAt(8))
        .withMessageContaining("start is 8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchPolicy.of(BatchRule.fixed()).growth(1))
        .withMessageContaining("growth is 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchPolicy.of(BatchRule.fixed()).threshold(0.9))
        .withMessageContaining("threshold is 0.9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchPolicy.of(BatchRule.fixed()).dwell(0))
        .withMessageContaining("dwell is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchRule.fixed().between(0, 32))
        .withMessageContaining("minimum is 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchRule.normTest(0))
        .withMessageContaining("theta is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchRule.cabs(Double.NaN))
        .withMessageContaining("lossFloor is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Target(Double.NaN, 1, "a user's function"))
        .withMessageContaining("samples is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Target(64, 0, "a user's function"))
        .withMessageContaining("predictedGain is 0.0");
  }
}
