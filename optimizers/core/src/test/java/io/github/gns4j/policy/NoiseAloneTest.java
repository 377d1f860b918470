package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What the rate does on probes and slopes that are noise, over many runs: chance moves it now and
 * then, and must not carry it away.
 */
class NoiseAloneTest {
  private static final int RUNS = 400;

  /** Seeds of their own, so that no run depends on the length of the one before. */
  private static Random random(int run) {
    return new Random(7919L * run + 17);
  }

  /**
   * Factor by which 400 probes without signal moved the rate; infinite if they ever raised it to
   * the one that was told.
   */
  private static double walk(Random random) {
    StepLengthTuner tuner = new StepLengthTuner(ProbePolicy.defaults(), 1);
    double start = tuner.multiplier();
    for (int i = 0; i < 400; i++) {
      if (tuner.multiplier() == 1) {
        return Double.POSITIVE_INFINITY;
      }
      tuner.beginStep();
      double m = tuner.multiplier();
      tuner.endStep(OptionalDouble.empty(), 1);
      double before = -m * 0.1 * Math.abs(random.nextGaussian());
      double next = m * 0.1 * random.nextGaussian();
      double reach;
      double after;
      do {
        reach = tuner.reach();
        after = before + reach * 0.01 * m * m;
      } while (tuner.looked(before, after));
      tuner.observe(new StepLengthProbe(before, after, next, m, 1, reach));
    }
    return tuner.multiplier() / start;
  }

  /**
   * While it is searched a rate rises by 2 at a level of 2.5%, which some six looks may pass: in at
   * most 15% of runs. Later it rises by 1.3 at 0.5%: 400 probes whose averages forget over 19 are
   * 21 independent looks, some four times as many where they overlap: 0.4 rises in a run. More than
   * 1.3³ takes a rise of either kind after the first, or four of the second: 15%·(1 − e^(−0.4)) =
   * 5% of runs and 0.1%. Far rises pass a level of 0.05% at ten looks: 0.5% of runs; the one to the
   * rate that was told passes 0.5%, which some three of them may: 1.5%. Of 400 runs 20, 2 and 6 may
   * fail; more than 35, 7 and 15 have a probability below 0.1% each.
   */
  @Test
  void probesOfNoiseHardlyEverDriveTheRateUp() {
    int above = 0;
    int far = 0;
    int told = 0;
    for (int run = 0; run < RUNS; run++) {
      double factor = walk(random(run));
      if (factor == Double.POSITIVE_INFINITY) {
        told++;
        continue;
      }
      above += factor > Math.pow(1.3, 3) * (1 + 1e-12) ? 1 : 0;
      far += factor > 10 ? 1 : 0;
    }
    assertThat(above).as("of %d runs rose by more than 1.3³", RUNS).isLessThanOrEqualTo(35);
    assertThat(far).as("of %d runs rose by more than ten", RUNS).isLessThanOrEqualTo(7);
    assertThat(told).as("of %d runs rose to what was told", RUNS).isLessThanOrEqualTo(15);
  }

  /** Factor by which 400 slopes of noise moved a rate that had been found before. */
  private static double drift(Random random) {
    StepLengthTuner tuner = new StepLengthTuner(ProbePolicy.defaults(), 1);
    for (int i = 0; i < 30; ) {
      boolean due = tuner.beginStep();
      double m = tuner.multiplier();
      tuner.endStep(OptionalDouble.empty(), 1);
      if (due) {
        double descent = m * (0.1 + 0.02 * random.nextGaussian());
        double after = 0.2 * m * m - descent;
        tuner.observe(new StepLengthProbe(-descent, after, after, m, 1));
        i++;
      }
    }
    double before = tuner.multiplier();
    for (int step = 0; step < 400; step++) {
      tuner.beginStep();
      double m = tuner.multiplier();
      tuner.endStep(OptionalDouble.empty(), 1);
      tuner.observeSlope(0.1 * m * random.nextGaussian(), m);
    }
    return tuner.multiplier() / before;
  }

  /**
   * Averages of 39 slopes make ten independent looks of 400: at 0.5%, one run in twenty sees chance
   * that passes. It is forgotten over twenty steps, in which a rate that rests for eight can rise
   * three times. Held to 2% of runs with three rises or more: of 400 runs more than 18 then have a
   * probability below 0.1%. Five in a row take two such chances: none is to be seen.
   */
  @Test
  void slopesOfNoiseHardlyEverDriveTheRateUp() {
    int above = 0;
    for (int run = 0; run < RUNS; run++) {
      double factor = drift(random(run));
      assertThat(factor).isLessThanOrEqualTo(Math.pow(1.3, 4) * (1 + 1e-12));
      above += factor > 1.3 * 1.3 * (1 + 1e-12) ? 1 : 0;
    }
    assertThat(above).as("of %d runs rose by more than 1.3²", RUNS).isLessThanOrEqualTo(18);
  }
}
