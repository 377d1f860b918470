package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StepLengthTunerTest {
  private static StepLengthTuner tuner() {
    return new StepLengthTuner(ProbePolicy.defaults(), 1);
  }

  /** A probe of a step of multiplier {@code m} along which {@code c*} is {@code best/m}. */
  private static StepLengthProbe probe(StepLengthTuner tuner, double m, double best, double noise) {
    double descent = m * (0.1 + noise);
    double curvature = 0.1 * m * m / best;
    double reach;
    double after;
    do {
      reach = tuner.reach();
      after = reach * curvature - descent;
    } while (tuner.looked(-descent, after));
    return new StepLengthProbe(-descent, after, curvature - descent, m, 1, reach);
  }

  private static void feed(StepLengthTuner tuner, double best, double noise, int probes) {
    Random random = new Random(1);
    for (int i = 0; i < probes; ) {
      boolean due = tuner.beginStep();
      double m = tuner.multiplier();
      tuner.endStep(OptionalDouble.of(1 + 0.1 * random.nextGaussian()), 1);
      if (due) {
        tuner.observe(probe(tuner, m, best, noise * random.nextGaussian()));
        i++;
      }
    }
  }

  @Test
  void startsFromBelowButNotBelowWhatMovesAFloat() {
    assertThat(new StepLengthTuner(ProbePolicy.defaults(), 1).multiplier()).isEqualTo(1e-3);
    assertThat(new StepLengthTuner(ProbePolicy.defaults(), 1e-4).multiplier())
        .isCloseTo(1e-2, within(1e-9));
    assertThat(new StepLengthTuner(ProbePolicy.defaults(), 1e-6).multiplier()).isEqualTo(1);
  }

  @Test
  void findsTheBestLengthAndStaysThere() {
    StepLengthTuner tuner = tuner();
    feed(tuner, 0.5, 0.02, 200);
    assertThat(tuner.multiplier()).isBetween(0.5 / 1.3 / 1.3, 0.5 * 1.3);
    assertThat(tuner.reason()).contains(Words.number(tuner.multiplier()), "probes");
    feed(tuner, 0.002, 0.02, 300);
    assertThat(tuner.multiplier()).isBetween(0.5 * 0.002, 2.1 * 0.002);
  }

  /** The rule's gain counts: a longer step for a larger batch is no way beyond it. */
  @Test
  void noEvidenceRaisesTheRateBeyondTheLargest() {
    for (double gain : new double[] {1, 4}) {
      StepLengthTuner tuner = new StepLengthTuner(ProbePolicy.defaults().upTo(0.2), 10);
      tuner.lengthened(gain);
      feed(tuner, 100, 0.01, 40);
      assertThat(tuner.multiplier()).isCloseTo(0.02 / gain, within(0.01 * 0.02 / gain));
      assertThat(tuner.reason()).contains("the largest allowed");
    }
  }

  /** Five decades in a dozen probes; a slow move may go beyond the best by 1.3. */
  @Test
  void aRateFarTooLowIsLeftInAFewProbes() {
    StepLengthTuner tuner = tuner();
    feed(tuner, 100, 0.01, 12);
    assertThat(tuner.multiplier()).isBetween(50.0, 130.0);
  }

  /** Three decades in a few probes, which see no reason against it. */
  @Test
  void aRateThatWasToldIsBelievedSoon() {
    StepLengthTuner tuner = tuner();
    for (int probes = 1; tuner.multiplier() < 0.1; probes++) {
      feed(tuner, 3, 0.01, 1);
      assertThat(probes).isLessThan(8);
    }
    assertThat(tuner.multiplier()).isEqualTo(1);
    StepLengthTuner tooHigh = tuner();
    feed(tooHigh, 0.5, 0.01, 8);
    assertThat(tooHigh.multiplier()).isLessThan(0.5);
  }

  /** It falls to 0.7 from probe to probe: three of them are at most 1.7 times the last. */
  @Test
  void curvatureIsFreshWhileTheRateIsSearched() {
    StepLengthTuner tuner = tuner();
    double best = 10;
    double ratio = 0;
    for (int probes = 0; probes < 8; ) {
      boolean due = tuner.beginStep();
      double m = tuner.multiplier();
      tuner.endStep(OptionalDouble.empty(), 1);
      if (due) {
        best /= 0.7;
        tuner.observe(probe(tuner, m, best, 0));
        ratio = tuner.curvature() / (0.1 * m / best);
        probes++;
      }
    }
    assertThat(ratio).isBetween(1.0, 1.7);
  }

  /** From far below it rises by more than 32 at once; of that 32 are undone. */
  @Test
  void aFarRiseIsNotUndoneAsAWhole() {
    StepLengthTuner tuner = tuner();
    double before = tuner.multiplier();
    for (int probes = 1; tuner.multiplier() == before; probes++) {
      feed(tuner, 1000, 0.01, 1);
      assertThat(probes).isLessThan(8);
    }
    double found = tuner.multiplier();
    assertThat(found).isGreaterThan(64 * before);
    for (int step = 0; step < 3; step++) {
      tuner.skipStep();
    }
    assertThat(tuner.multiplier()).isCloseTo(found / 32, within(1e-12 * found));
  }

  /** After the search the slopes of steps without a probe are enough to find the rest. */
  @Test
  void slopesAloneMoveTheRate() {
    StepLengthTuner tuner = tuner();
    feed(tuner, 0.5, 0.02, 30);
    long probes = tuner.probes();
    Random random = new Random(2);
    for (int step = 0; step < 150; step++) {
      tuner.beginStep();
      double m = tuner.multiplier();
      tuner.endStep(OptionalDouble.empty(), 1);
      tuner.observeSlope(m * (0.1 * (m / 2 - 1) + 0.05 * random.nextGaussian()), m);
    }
    assertThat(tuner.probes()).isEqualTo(probes);
    assertThat(tuner.multiplier()).isBetween(1.0, 2.6);
  }

  @Test
  void aNegativeCurvatureIsNotTakenAtFaceValue() {
    StepLengthTuner tuner = tuner();
    for (int i = 0; i < 50; i++) {
      tuner.beginStep();
      double m = tuner.multiplier();
      tuner.endStep(OptionalDouble.empty(), 1);
      tuner.observe(new StepLengthProbe(0, -m, -1.1 * m, m, 1));
    }
    assertThat(tuner.multiplier()).isEqualTo(1e-3);
  }

  @Test
  void probesSpreadToLessThanTwoPercentOfTheSteps() {
    StepLengthTuner tuner = tuner();
    feed(tuner, 1.3e-3, 0.02, 60);
    int due = 0;
    for (int step = 0; step < 6400; step++) {
      boolean now = tuner.beginStep();
      double m = tuner.multiplier();
      tuner.endStep(OptionalDouble.empty(), 1);
      if (now) {
        tuner.observe(probe(tuner, m, 1.3e-3, 0));
        due++;
      }
    }
    assertThat(due).isBetween(90, 128);
  }

  @Test
  void goesBackWhenLossOrGradientLeaveTheirRange() {
    StepLengthTuner tuner = tuner();
    feed(tuner, 0.5, 0.02, 60);
    double before = tuner.multiplier();
    for (int step = 0; step < 3; step++) {
      tuner.beginStep();
      tuner.endStep(OptionalDouble.of(100), 1);
    }
    assertThat(tuner.undone()).isEqualTo(1);
    assertThat(tuner.multiplier()).isLessThanOrEqualTo(before / 2);
    assertThat(tuner.reason()).contains("loss of 100", "out of range");
    double halved = tuner.multiplier();
    for (int step = 0; step < 3; step++) {
      tuner.skipStep();
    }
    assertThat(tuner.multiplier()).isLessThanOrEqualTo(halved / 2);
  }

  @Test
  void anExplosionOfTheGradientIsAnsweredByItsSize() {
    StepLengthTuner tuner = tuner();
    tuner.beginStep();
    tuner.endStep(OptionalDouble.empty(), 1);
    tuner.beginStep();
    tuner.endStep(OptionalDouble.empty(), 1e8);
    assertThat(tuner.multiplier()).isCloseTo(1e-3 / 1e4, within(1e-18));
  }

  @ParameterizedTest
  @EnumSource(PlainOptimizer.class)
  void isSafeFromAnyBaseRateAtConditionOneMillion(PlainOptimizer kind) {
    NoisyQuadratic problem = NoisyQuadratic.spread(64, 1e6, 0.1);
    double start = problem.loss(ProbedRun.start(64));
    for (NoisyQuadratic each : new NoisyQuadratic[] {problem, problem.heavyTailed()}) {
      for (double base : new double[] {1e-6, 1e-3, 1}) {
        ProbedRun run = new ProbedRun(each, kind, base, 32, 5);
        double loss = run.steps(2000);
        assertThat(loss).as("%s from %s", kind, base).isLessThan(0.02 * start);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"SGD", "MOMENTUM", "NESTEROV"})
  void comesWithinAFactorOfTheBestFixedRate(PlainOptimizer kind) {
    NoisyQuadratic problem = NoisyQuadratic.spread(64, 1e6, 0.1);
    double best = Double.POSITIVE_INFINITY;
    for (double rate = 1e-4; rate < 5; rate *= Math.sqrt(10)) {
      best = Math.min(best, ProbedRun.fixed(problem, kind, rate, 32, 3000));
    }
    for (double base : new double[] {1e-6, 1e-3, 1}) {
      assertThat(new ProbedRun(problem, kind, base, 32, 5).steps(3000)).isLessThan(3 * best);
    }
  }

  @Test
  void recoversWhenTheCurvatureGrowsAHundredfold() {
    NoisyQuadratic problem = NoisyQuadratic.spread(32, 100, 0.01);
    ProbedRun run = new ProbedRun(problem, PlainOptimizer.SGD, 1e-2, 32, 3);
    run.steps(500);
    double before = run.rate;
    run.problem = problem.times(100);
    run.steps(1000);
    assertThat(run.rate).isLessThan(before / 20);
    assertThat(run.problem.loss(run.x)).isLessThan(1);
  }

  @Test
  void aRestoredTunerContinuesWithTheSameBits() throws IOException {
    StepLengthTuner tuner = tuner();
    feed(tuner, 0.5, 0.3, 37);
    StepLengthTuner other = tuner();
    Saved.copy(tuner, other);
    assertThat(other.multiplier()).isEqualTo(tuner.multiplier());
    feed(tuner, 0.05, 0.3, 40);
    feed(other, 0.05, 0.3, 40);
    assertThat(Saved.bytes(other)).isEqualTo(Saved.bytes(tuner));
  }
}
