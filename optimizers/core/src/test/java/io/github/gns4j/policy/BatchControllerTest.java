package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimate.NonFinite;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class BatchControllerTest {
  private static final LearningRateRule FOLLOWS = LearningRateRule.adaScale();

  private static BatchInput seen(NoiseEstimate noise) {
    return Estimates.input(noise, 1, new StepTime(0.01, 1e-5));
  }

  private static BatchDecision afterDwell(BatchController controller, NoiseEstimate noise) {
    BatchDecision decision = null;
    for (int step = 0; step < controller.policy().dwell(); step++) {
      decision = controller.decide(seen(noise));
    }
    return decision;
  }

  @Property(seed = "1", tries = 300)
  void decisionsKeepEveryLimit(
      @ForAll @IntRange(min = 1, max = 300) int minimum,
      @ForAll @IntRange(min = 0, max = 5000) int room,
      @ForAll @IntRange(min = 1, max = 700) int micro,
      @ForAll @DoubleRange(min = 1.1, max = 8) double growth,
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Random random = new Random(seed);
    int maximum = minimum + room;
    BatchPolicy policy =
        BatchRule.critical(1).between(minimum, maximum).growth(growth).dwell(1 + random.nextInt(6));
    BatchController controller = new BatchController(policy, FOLLOWS, minimum, micro);
    int sinceChange = 0;
    for (int step = 0; step < 200; step++) {
      double noise = Math.exp(10 * random.nextDouble());
      BatchDecision decision = controller.decide(seen(Estimates.exactly(noise)));
      sinceChange++;
      checkLimits(decision, policy, micro);
      if (decision.isChange()) {
        assertThat(sinceChange).isGreaterThanOrEqualTo(least(decision, policy, minimum));
        sinceChange = 0;
      }
      assertThat(controller.batch()).isEqualTo(decision.samples());
    }
  }

  /** A growth waits for the steps, a fall for their work at the base batch. */
  private static int least(BatchDecision decision, BatchPolicy policy, int base) {
    int dwell = policy.dwell();
    return decision.samples() > decision.previous()
        ? dwell
        : Math.clamp(
            Math.ceilDiv(dwell * base, decision.previous()), Math.ceilDiv(dwell, 4), dwell);
  }

  private static void checkLimits(BatchDecision decision, BatchPolicy policy, int micro) {
    int now = decision.samples();
    assertThat(now).isBetween(policy.minimum(), policy.maximum());
    assertThat(decision.reason()).contains(Integer.toString(now), decision.limit().words());
    if (!decision.isChange()) {
      return;
    }
    int before = decision.previous();
    assertThat(decision.predictedGain()).isGreaterThanOrEqualTo(1);
    assertThat(now <= micro || now % micro == 0).isTrue();
    double part = now > before ? now - before : before - now;
    double factor = now > before ? (double) now / before : (double) before / now;
    assertThat(factor <= policy.growth() * (1 + 1e-12) || part <= micro).isTrue();
  }

  /**
   * The running maximum of the lower end may still be worth one late change of 5%; a change back is
   * what must never happen.
   */
  @Property(seed = "1", tries = 100)
  void doesNotOscillateUnderNoiseInsideTheInterval(
      @ForAll @DoubleRange(min = 20, max = 3000) double noise,
      @ForAll @LongRange(min = 0, max = 1_000_000) long seed) {
    Random random = new Random(seed);
    BatchPolicy policy = BatchRule.timeOptimal().between(1, 100_000).dwell(1);
    BatchController controller = new BatchController(policy, FOLLOWS, 1, 100_000);
    int late = 0;
    for (int step = 0; step < 400; step++) {
      double point = noise * (0.9 + 0.2 * random.nextDouble());
      NoiseEstimate estimate = Estimates.between(point / 1.3, point, point * 1.3);
      BatchDecision decision = controller.decide(seen(estimate));
      assertThat(decision.samples()).isGreaterThanOrEqualTo(decision.previous());
      late += step >= 50 && decision.isChange() ? 1 : 0;
    }
    assertThat(late).isLessThanOrEqualTo(1);
  }

  @Test
  void growsAndShrinksTowardsTheRule() {
    BatchPolicy policy = BatchRule.critical(1).between(16, 4096).startingAt(64).dwell(5);
    BatchController controller = new BatchController(policy, FOLLOWS, 32, 512);
    assertThat(controller.batch()).isEqualTo(64);
    BatchDecision up = afterDwell(controller, Estimates.exactly(1024));
    assertThat(up.samples()).isEqualTo(128);
    assertThat(up.limit()).isEqualTo(BatchLimit.GROWTH);
    afterDwell(controller, Estimates.exactly(1024));
    afterDwell(controller, Estimates.exactly(1024));
    BatchDecision last = afterDwell(controller, Estimates.exactly(1024));
    assertThat(last.samples()).isEqualTo(1024);
    assertThat(last.limit()).isEqualTo(BatchLimit.NONE);
    assertThat(controller.decide(seen(Estimates.exactly(100))).samples()).isEqualTo(1024);
    assertThat(controller.decide(seen(Estimates.exactly(100))).samples()).isEqualTo(512);
    assertThat(afterDwell(controller, Estimates.exactly(1)).samples()).isEqualTo(128);
  }

  @Test
  void smallGainsAreNotWorthAChange() {
    BatchPolicy policy = BatchRule.critical(1).between(16, 4096).startingAt(64).dwell(1);
    BatchController controller = new BatchController(policy, FOLLOWS, 32, 512);
    BatchDecision decision = controller.decide(seen(Estimates.exactly(90)));
    assertThat(decision.limit()).isEqualTo(BatchLimit.THRESHOLD);
    assertThat(decision.reason()).contains("90", "%");
    assertThat(controller.decide(seen(Estimates.exactly(110))).samples()).isEqualTo(110);
  }

  @Test
  void holdsWithoutACoupledRateUntilTheLossIsFlat() {
    BatchPolicy policy = BatchRule.critical(1).between(16, 4096).startingAt(64).dwell(5);
    BatchController controller = new BatchController(policy, LearningRateRule.fixed(), 64, 512);
    Random random = new Random(3);
    for (int step = 0; step < 1000; step++) {
      double loss = Math.exp(-step / 200.0) * (1 + 0.01 * random.nextGaussian());
      BatchDecision decision = controller.decide(withLoss(loss));
      assertThat(decision.isChange()).isFalse();
    }
    boolean changed = false;
    for (int step = 0; step < 300; step++) {
      changed |= controller.decide(withLoss(0.01 * (1 + 0.01 * random.nextGaussian()))).isChange();
    }
    assertThat(changed).isTrue();
  }

  private static BatchInput withLoss(double loss) {
    return new BatchInput(
        Estimates.exactly(1000), 1, 0.1, OptionalDouble.of(loss), Optional.empty());
  }

  @Test
  void aDryRunOnlyAdvises() {
    BatchPolicy policy = BatchRule.critical(1).between(16, 4096).startingAt(64).dwell(1).advising();
    BatchController controller = new BatchController(policy, FOLLOWS, 32, 512);
    BatchDecision decision = controller.decide(seen(Estimates.exactly(1024)));
    assertThat(decision.isChange()).isFalse();
    assertThat(decision.advised()).isEqualTo(128);
    assertThat(decision.limit()).isEqualTo(BatchLimit.ADVICE_ONLY);
    assertThat(controller.batch()).isEqualTo(64);
  }

  @Test
  void aSkippedStepChangesNothing() {
    BatchPolicy policy = BatchRule.critical(1).between(16, 4096).startingAt(64).dwell(1);
    BatchController controller = new BatchController(policy, FOLLOWS, 32, 512);
    BatchDecision decision = controller.decide(seen(new NonFinite(2, 1)));
    assertThat(decision.isChange()).isFalse();
    assertThat(decision.reason()).contains("2 non-finite");
  }

  @Test
  void excursionsTellAlphaFromBeta() {
    BatchPolicy policy = BatchRule.timeOptimal().between(16, 4096).startingAt(64).dwell(20);
    BatchController controller = new BatchController(policy, FOLLOWS, 64, 512);
    StepTimeModel model = new StepTimeModel();
    StepTime truth = new StepTime(0.01, 1e-5);
    Random random = new Random(5);
    for (int step = 0; step < 400; step++) {
      double noise = Math.exp(0.03 * random.nextGaussian());
      model.observe(controller.batch(), 1, truth.seconds(controller.batch()) * noise, 0);
      controller.decide(
          new BatchInput(Estimates.exactly(400), 1, 0.1, OptionalDouble.empty(), model.fit()));
    }
    assertThat(controller.batch()).isBetween(450, 512);
  }

  @Test
  void aRestoredControllerContinuesWithTheSameBits() throws IOException {
    BatchPolicy policy = BatchRule.timeOptimal().between(16, 4096).startingAt(64).dwell(7);
    BatchController controller = new BatchController(policy, FOLLOWS, 64, 512);
    drive(controller, new Random(1), 113);
    BatchController other = new BatchController(policy, FOLLOWS, 64, 512);
    Saved.copy(controller, other);
    drive(controller, new Random(2), 200);
    drive(other, new Random(2), 200);
    assertThat(Saved.bytes(other)).isEqualTo(Saved.bytes(controller));
  }

  private static void drive(BatchController controller, Random random, int steps) {
    for (int step = 0; step < steps; step++) {
      StepTime time = random.nextInt(4) == 0 ? null : new StepTime(0.01, 1e-5);
      double noise = Math.exp(8 * random.nextDouble());
      controller.decide(
          new BatchInput(
              Estimates.exactly(noise),
              1,
              0.1,
              OptionalDouble.of(random.nextDouble()),
              Optional.ofNullable(time)));
    }
  }
}
