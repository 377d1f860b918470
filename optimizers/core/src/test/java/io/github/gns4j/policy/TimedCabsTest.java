package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimate.NotReady;
import io.github.gns4j.policy.BatchProposal.Hold;
import io.github.gns4j.policy.BatchProposal.Target;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** CABS with the cost of a step. */
class TimedCabsTest {
  private static final StepTime TIME = new StepTime(0.3, 1e-3);

  private static BatchInput input(NoiseEstimate noise, int batch, Double loss, StepTime time) {
    return new BatchInput(
        noise,
        batch,
        0.1,
        loss == null ? OptionalDouble.empty() : OptionalDouble.of(loss),
        Optional.ofNullable(time),
        Integer.MAX_VALUE);
  }

  private static Target target(BatchRule rule, BatchInput in) {
    assertThat(rule.propose(in)).isInstanceOf(Target.class);
    return (Target) rule.propose(in);
  }

  /** R = 0.1·200/0.2 = 100; α/β = 300; B* = 50·(1 + √13). */
  @Test
  void handWorkedBatch() {
    BatchInput in = input(Estimates.exactly(200), 64, 0.5, TIME);
    Target target = target(BatchRule.timeOptimalCabs(0.3, 0), in);
    assertThat(target.samples()).isCloseTo(50 * (1 + Math.sqrt(13)), within(1e-9));
    assertThat(target.reason()).contains("calls for 100", "0.3 s", "0.001 s");
    // Momentum 0.5 moves twice as far: R = 200, B* = 100·(1 + √7).
    assertThat(target(BatchRule.timeOptimalCabs(0.3, 0.5), in).samples())
        .isCloseTo(100 * (1 + Math.sqrt(7)), within(1e-9));
  }

  /** At B = 300, R = 100: 300 + 600 and 300·ln 1.5; at B*: as the formula says. */
  @Test
  void handWorkedGain() {
    BatchInput in = input(Estimates.exactly(200), 300, 0.2, TIME);
    Target target = target(BatchRule.timeOptimalCabs(0, 0), in);
    double best = target.samples();
    double atBest = 300 * (1 + Math.log(best / (best - 100))) + best;
    assertThat(target.predictedGain())
        .isCloseTo((300 * (1 + Math.log(1.5)) + 300) / atBest, within(1e-9));
  }

  /** Up to CABS's batch the loss goes with 1/B. */
  @Test
  void gainWhereNoiseIsAllOfTheLoss() {
    BatchInput in = input(Estimates.exactly(200), 80, 0.2, TIME);
    Target target = target(BatchRule.timeOptimalCabs(0, 0), in);
    assertThat(target.predictedGain()).isCloseTo(target.samples() / 80, within(1e-12));
  }

  /** No batch costs less, and both limits are what they are said to be. */
  @Property(seed = "13", tries = 200)
  void theBatchIsTheCheapest(
      @ForAll @DoubleRange(min = 1, max = 1e4) double noisy,
      @ForAll @DoubleRange(min = 0.01, max = 1e4) double ratio,
      @ForAll @DoubleRange(min = 0.5, max = 2) double off) {
    StepTime time = new StepTime(ratio, 1);
    BatchInput in = input(Estimates.exactly(10 * noisy), 8, 1.0, time);
    double best = target(BatchRule.timeOptimalCabs(0, 0), in).samples();
    double other = off * best;
    if (other > noisy) {
      assertThat(cost(best, noisy, ratio)).isLessThanOrEqualTo(cost(other, noisy, ratio) + 1e-9);
    }
    assertThat(best).isGreaterThan(noisy);
  }

  private static double cost(double batch, double noisy, double ratio) {
    return ratio * (1 + Math.log(batch / (batch - noisy))) + batch;
  }

  /** Several micro-batches: α is paid for each of them and cannot be shared any more. */
  @Property(seed = "14", tries = 100)
  void inSeveralMicroBatchesOnlyTheRestIsShared(@ForAll @IntRange(min = 8, max = 64) int micro) {
    BatchInput free =
        new BatchInput(
            Estimates.exactly(2000),
            64,
            0.1,
            OptionalDouble.of(0.5),
            Optional.of(new StepTime(0, 0.3, 1e-3)),
            micro);
    // R = 400: nothing is left to share.
    assertThat(target(BatchRule.timeOptimalCabs(0, 0), free).samples())
        .isCloseTo(400, within(1e-9));
  }

  @Test
  void holdsWithWhatIsMissing() {
    BatchRule rule = BatchRule.timeOptimalCabs(0.3, 0.9);
    assertThat(rule.needsStepTime()).isTrue();
    assertThat(rule.countsOnRate()).isFalse();
    assertHolds(rule, input(Estimates.exactly(200), 64, 0.5, null), "seconds of a step");
    assertHolds(rule, input(Estimates.exactly(200), 64, null, TIME), "loss is not known");
    assertHolds(rule, input(Estimates.exactly(200), 64, 0.2, TIME), "not above its floor 0.3");
    assertHolds(rule, input(new NotReady("first steps"), 64, 0.5, TIME), "first steps");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchRule.timeOptimalCabs(0, 1))
        .withMessageContaining("momentum is 1.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchRule.timeOptimalCabs(Double.NaN, 0))
        .withMessageContaining("lossFloor is NaN");
  }

  private static void assertHolds(BatchRule rule, BatchInput in, String why) {
    assertThat(rule.propose(in)).isInstanceOf(Hold.class);
    assertThat(rule.propose(in).reason()).contains(why);
  }
}
