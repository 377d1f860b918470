package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.noise.NoiseEstimate;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The first steps, where rate and batch find themselves. */
class ScoutingTest {
  private static final StepTime TIME = new StepTime(0.01, 1e-4);

  private static BatchController controller(int start, LearningRateRule rate) {
    BatchPolicy policy = BatchRule.timeOptimal().between(8, 4096).startingAt(start);
    return new BatchController(policy, rate, start, 1 << 16);
  }

  /** B* = √(100·400) = 200. */
  @ParameterizedTest
  @ValueSource(ints = {8, 64, 512, 4096})
  void evenTheFirstBatchDoesNotMatter(int start) {
    BatchController controller = controller(start, LearningRateRule.probed());
    List<Integer> batches = new ArrayList<>();
    List<Integer> parts = new ArrayList<>();
    BatchDecision decision = null;
    for (int step = 0; step < 8; step++) {
      batches.add(controller.batch());
      parts.add(controller.parts());
      controller.computedIn(controller.parts());
      decision = controller.decide(seen(Estimates.exactly(400), TIME));
    }
    assertThat(batches).containsExactly(32, 64, 128, 64, 32, 64, 128, 64);
    assertThat(parts).containsExactly(1, 2, 1, 2, 1, 2, 1, 2);
    assertThat(decision.limit()).isEqualTo(BatchLimit.SCOUTING);
    assertThat(controller.batch()).isEqualTo(200);
  }

  @Test
  void whatTellsNothingEndsAtTheFirstBatch() {
    BatchController controller = controller(512, LearningRateRule.probed());
    NoiseEstimate none = new NoiseEstimate.NotReady("no groups");
    for (int step = 0; step < Scouting.LONGEST; step++) {
      assertThat(controller.batch()).isBetween(32, 128);
      controller.decide(seen(none, null));
    }
    assertThat(controller.batch()).isEqualTo(512);
  }

  @Test
  void noiseThatHasNoUpperEndIsNotFound() {
    BatchController controller = controller(512, LearningRateRule.probed());
    for (int step = 1; step < Scouting.LONGEST; step++) {
      BatchDecision decision = controller.decide(seen(Estimates.atLeast(400), TIME));
      assertThat(decision.limit()).isEqualTo(BatchLimit.SCOUTING);
      assertThat(decision.samples()).isBetween(32, 128);
    }
    controller.decide(seen(Estimates.atLeast(400), TIME));
    assertThat(controller.batch()).as("what the lower end supports").isEqualTo(200);
  }

  /** √(100·40) = 63, √(100·900) = 300, √(100·4) = 20; sizes from 32 to 128 were tried. */
  @ParameterizedTest
  @CsvSource({"10, 40, 300, 63", "5, 900, 1e5, 128", "0, 4, 300, 32"})
  void insideTheIntervalTheLikelySizeIsTaken(double low, double scale, double high, int size) {
    BatchController controller = controller(4096, LearningRateRule.probed());
    for (int step = 0; step < 8; step++) {
      controller.decide(seen(Estimates.between(low, scale, high), TIME));
    }
    assertThat(controller.batch()).isEqualTo(size);
  }

  /**
   * R = 0.1·trΣ/0.5 with trΣ = 400, so that R = 80 and the best batch, with α/β = 100, is {@code
   * 40·(1 + √(1 + 400/80))} = 137.9.
   */
  @ParameterizedTest
  @CsvSource({"16, 32, 64, 128", "256, 128, 256, 512"})
  void aRuleThatDoesNotCountOnTheRateScoutsAtAnyRate(int start, int half, int size, int twice) {
    BatchController controller = cabs(start);
    BatchInput seen =
        new BatchInput(Estimates.exactly(400), 1, 0.1, OptionalDouble.of(0.5), Optional.of(TIME));
    List<Integer> batches = new ArrayList<>();
    for (int step = 0; step < 8; step++) {
      batches.add(controller.batch());
      controller.decide(seen);
    }
    assertThat(batches).containsExactly(half, size, twice, size, half, size, twice, size);
    assertThat(controller.batch()).isEqualTo(137);
    for (int step = 0; step < 20; step++) {
      assertThat(controller.parts()).as("parts are for rates that find themselves").isEqualTo(1);
      controller.decide(seen);
    }
  }

  /** Without a loss CABS proposes nothing: the first batch belongs to the rate that was given. */
  @ParameterizedTest
  @ValueSource(ints = {16, 256})
  void aRuleThatProposesNothingGoesToTheFirstBatch(int start) {
    BatchController controller = cabs(start);
    for (int step = 0; step < 8; step++) {
      controller.decide(seen(Estimates.exactly(400), TIME));
    }
    assertThat(controller.batch()).isEqualTo(start);
  }

  private static BatchController cabs(int start) {
    BatchPolicy policy = BatchRule.timeOptimalCabs(0, 0).between(1, 4096).startingAt(start);
    return new BatchController(policy, LearningRateRule.fixed(), 16, 1 << 16);
  }

  @Test
  void otherRulesStartWhereTheyAreTold() {
    assertThat(controller(512, LearningRateRule.adaScale()).batch()).isEqualTo(512);
    BatchPolicy fixed = BatchRule.fixed().startingAt(512);
    assertThat(new BatchController(fixed, LearningRateRule.probed(), 512, 512).batch())
        .isEqualTo(512);
    BatchPolicy dry = BatchRule.timeOptimal().startingAt(512).advising();
    assertThat(new BatchController(dry, LearningRateRule.probed(), 512, 512).batch())
        .isEqualTo(512);
  }

  @Test
  void limitsHoldFromTheFirstStep() {
    BatchPolicy policy = BatchRule.timeOptimal().between(100, 110);
    BatchController controller = new BatchController(policy, LearningRateRule.probed(), 100, 512);
    for (int step = 0; step < 50; step++) {
      assertThat(controller.batch()).isBetween(100, 110);
      controller.decide(seen(Estimates.exactly(400), step < 20 ? null : TIME));
    }
  }

  @Test
  void aRestoredControllerGoesOnWithTheSameSteps() throws IOException {
    for (int cut : new int[] {0, 3, 7, 9}) {
      BatchController controller = controller(512, LearningRateRule.probed());
      drive(controller, cut);
      BatchController other = controller(512, LearningRateRule.probed());
      Saved.copy(controller, other);
      assertThat(other.parts()).isEqualTo(controller.parts());
      drive(controller, 40);
      drive(other, 40);
      assertThat(Saved.bytes(other)).isEqualTo(Saved.bytes(controller));
    }
  }

  /** At most a thirtieth of the time for parts, and one in 16 steps at least. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 1e-5, 1e-8})
  void measuringStepsCostLittle(double alpha) {
    BatchController controller = controller(256, LearningRateRule.probed());
    StepTime time = new StepTime(alpha, 1e-7);
    int split = 0;
    for (int step = 0; step < 3208; step++) {
      split += step >= 8 && controller.parts() > 1 ? 1 : 0;
      controller.computedIn(controller.parts());
      controller.decide(seen(Estimates.between(1, 10, 1e12), time));
    }
    double share = alpha / time.seconds(controller.batch());
    assertThat(split).isGreaterThanOrEqualTo(3200 / 16);
    assertThat(split * share / 3200).isLessThan(Math.max(0.031, share / 16 + 1e-9));
  }

  @Test
  void aLoopWithItsOwnPlanIsNotAskedForever() {
    BatchController controller = controller(256, LearningRateRule.probed());
    int asked = 0;
    for (int step = 0; step < 400; step++) {
      asked += controller.parts() > 1 ? 1 : 0;
      controller.computedIn(1);
      controller.decide(seen(Estimates.between(1, 10, 1e12), TIME));
    }
    assertThat(asked).as("all of them while scouting").isEqualTo(4);
  }

  @Test
  void otherRulesAskForNoParts() {
    BatchController controller = controller(256, LearningRateRule.adaScale());
    for (int step = 0; step < 100; step++) {
      assertThat(controller.parts()).isEqualTo(1);
      controller.computedIn(1);
      controller.decide(seen(Estimates.between(1, 10, 1e12), TIME));
    }
  }

  private static void drive(BatchController controller, int steps) {
    for (int step = 0; step < steps; step++) {
      controller.computedIn(controller.parts());
      controller.decide(seen(Estimates.exactly(100), step % 7 == 0 ? null : TIME));
    }
  }

  private static BatchInput seen(NoiseEstimate noise, StepTime time) {
    return Estimates.input(noise, 1, time);
  }
}
