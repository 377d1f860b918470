package io.github.gns4j.examples.quadratics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The best sequence of batches is what it stands for. */
class BestSequenceTest {
  private static final int LIMIT = 400;
  private static final int LARGEST = 4096;

  private static BestSequence sequence(QuadraticModel model, double rate, double momentum) {
    return new BestSequence(model, new Setting(rate, momentum, LARGEST), LIMIT);
  }

  /** What is left of start and noise, of the same batch at every step, is the expected loss. */
  @ParameterizedTest
  @CsvSource({"1.6, 0", "0.5, 0", "1.5, 0.9", "0.3, 0.5"})
  void startAndNoiseAddUpToTheExpectedLoss(double rate, double momentum) {
    QuadraticModel model = new QuadraticModel(24);
    BestSequence best = sequence(model, rate, momentum);
    ExpectedRun expected = new ExpectedRun(model, new Setting(rate, momentum, 8));
    double noise = 0;
    for (int step = 1; step <= 100; step++) {
      noise += best.response(step - 1) / 8;
      double loss = best.signal(step) + noise;
      assertThat(loss).isCloseTo(expected.step(), within(1e-9 * loss));
    }
  }

  /** Of random sequences that reach the target none takes less time. */
  @ParameterizedTest
  @CsvSource({"1.6, 0, 10", "1.6, 0, 10000", "1.5, 0.9, 300", "0.3, 0.5, 2500"})
  void noSequenceTakesLess(double rate, double momentum, double fixed) {
    QuadraticModel model = new QuadraticModel(24);
    BestSequence best = sequence(model, rate, momentum);
    double target = 0.03 * model.initialLoss();
    CostModel cost = new CostModel(fixed);
    double least = best.time(cost, target);
    RandomGenerator random = new Well19937c(1);
    double found = Double.POSITIVE_INFINITY;
    for (int run = 0; run < 20_000; run++) {
      int steps = 1 + random.nextInt(LIMIT);
      double first = Math.pow(LARGEST, random.nextDouble());
      double growth = 1 + random.nextDouble();
      double wait = random.nextInt(steps);
      double noise = 0;
      double time = 0;
      for (int step = 0; step < steps; step++) {
        double batch = Math.min(LARGEST, first * Math.pow(growth, Math.max(0, step - wait)));
        noise += best.response(steps - 1 - step) / batch;
        time += fixed + batch;
      }
      if (best.signal(steps) + noise <= target) {
        found = Math.min(found, time);
      }
    }
    assertThat(found).as("some come near").isBetween(least * (1 - 1e-9), 1.3 * least);
  }

  /** With a limit that only just allows the target in so many steps, all batches are there. */
  @Test
  void theLargestBatchHolds() {
    QuadraticModel model = new QuadraticModel(24);
    double target = 0.03 * model.initialLoss();
    BestSequence free = sequence(model, 1.6, 0);
    int steps = 1;
    double noise = free.response(0);
    while (free.signal(steps) >= target) {
      noise += free.response(steps);
      steps++;
    }
    int largest = (int) Math.ceil(noise / (target - free.signal(steps)));
    BestSequence tight = new BestSequence(model, new Setting(1.6, 0, largest), steps);
    double time = tight.time(new CostModel(10), target);
    assertThat(time).isCloseTo(steps * (10.0 + largest), within(0.05 * steps * largest));
    assertThat(free.time(new CostModel(1e9), target)).isGreaterThan(steps * 1e9);
  }

  /** Where noise hardly counts a step still takes a sample. */
  @Test
  void theSmallestBatchIsOne() {
    QuadraticModel model = new QuadraticModel(24);
    BestSequence best = sequence(model, 1e-3, 0);
    double target = 0.9 * model.initialLoss();
    int steps = 1;
    while (best.signal(steps) > target) {
      steps++;
    }
    assertThat(best.time(new CostModel(0), target)).isBetween((double) steps, 1.5 * steps);
  }

  @Test
  void whatIsOutOfReachIsNaN() {
    QuadraticModel model = new QuadraticModel(24);
    BestSequence best = new BestSequence(model, new Setting(1.6, 0, LARGEST), 3);
    assertThat(best.time(new CostModel(10), 0.03 * model.initialLoss())).isNaN();
    BestSequence loud = new BestSequence(model, new Setting(1.6, 0, 1), LIMIT);
    assertThat(loud.time(new CostModel(10), 0.03 * model.initialLoss())).isNaN();
  }
}
