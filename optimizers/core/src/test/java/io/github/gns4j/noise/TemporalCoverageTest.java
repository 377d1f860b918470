package io.github.gns4j.noise;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.statistics.Metric;
import io.github.gns4j.statistics.MomentumWeights;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The estimate from one gradient a step: its interval covers where {@code G} stays, although
 * neighbouring steps share most of what they show; where {@code G} moves, {@code tr Σ} is too
 * large.
 */
class TemporalCoverageTest {
  private static final int RUNS = 4000;
  private static final int BATCH = 64;

  /** Standard error of a share: 0.0034, so that 0.95 leaves [0.93, 0.97] with probability 1e-8. */
  @ParameterizedTest(name = "decay {0}, B/N = {1}")
  @CsvSource({
    "0.5, 0.0625",
    "0.5, 1",
    "0.5, 16",
    "0.5, 1e5",
    "0.9, 0.0625",
    "0.9, 1",
    "0.9, 16",
    "0.9, 1e5"
  })
  void stationary(double decay, double ratio) {
    double truth = ratio * BATCH;
    double signal = Math.sqrt(1 / truth);
    MomentumWeights weights = MomentumWeights.adam(decay);
    int count = (int) (40 * weights.window());
    Coverage coverage =
        Coverage.of(RUNS, truth, random -> run(random, weights, t -> signal, count).estimate());
    // Without signal the few blocks' skewed law shows: rather too wide, as in CoverageTest.
    double most = ratio >= 1e5 ? 0.98 : 0.97;
    assertThat(coverage.share()).as("%s", coverage).isBetween(0.93, most);
  }

  /**
   * The first estimate, after four windows (76 steps at {@code β = 0.9}), has hardly a degree of
   * freedom: its interval is wide, and covers all the same. At least 93%, as above.
   */
  @ParameterizedTest(name = "decay {0}, B/N = {1}")
  @CsvSource({"0.9, 0.0625", "0.9, 1", "0.9, 16", "0.5, 1", "0.5, 16"})
  void theFirstEstimateComesAfterFourWindowsAndCovers(double decay, double ratio) {
    double truth = ratio * BATCH;
    double signal = Math.sqrt(1 / truth);
    MomentumWeights weights = MomentumWeights.adam(decay);
    int first = (int) Math.ceil(4 * weights.window()) + 1;
    int early = (int) (3 * weights.window());
    assertThat(run(new SplittableRandom(1), weights, t -> signal, early).estimate())
        .isInstanceOf(NoiseEstimate.NotReady.class);
    Coverage coverage =
        Coverage.of(RUNS, truth, random -> run(random, weights, t -> signal, first).estimate());
    assertThat(coverage.share()).as("%s", coverage).isGreaterThan(0.93);
  }

  /** Treating each step as an observation of its own would make the interval far too narrow. */
  @Test
  void neighbouringStepsAreNotIndependent() {
    double truth = 16 * BATCH;
    double signal = Math.sqrt(1 / truth);
    MomentumWeights weights = MomentumWeights.adam(0.9);
    Coverage naive =
        Coverage.of(
            500,
            truth,
            random -> {
              RunningPair pair = new RunningPair(false);
              TemporalSteps steps = new TemporalSteps(64, random);
              for (int t = 0; t < 760; t++) {
                steps.step(weights, signal, BATCH);
                if (steps.moments().isReady()) {
                  var seen = steps.moments().total(Metric.EUCLIDEAN);
                  pair.add(seen.traceSigma(), seen.signalSquared(), Math.exp(-1.0 / 600));
                }
              }
              Fieller set =
                  Fieller.of(
                      pair.meanS(),
                      pair.meanD(),
                      pair.covariance(),
                      Quantiles.of(0.95).at(pair.degrees()));
              return new Resolved(1, 1, 1, set.low(), set.high(), 1, EstimateKind.TEMPORAL);
            });
    assertThat(naive.share()).as("%s", naive).isLessThan(0.8);
  }

  /**
   * A signal that grows by 5% a step, with {@code β = 0.9}: the weighted variance of {@code G} over
   * the window enters {@code tr Σ}, as the closed form says.
   */
  @Test
  void driftBiasesTheTraceUpwardByTheClosedForm() {
    double growth = Math.log(1.05);
    MomentumWeights weights = MomentumWeights.adam(0.9);
    double signal = 1;
    int count = 60;
    double first = 0;
    double second = 0;
    double total = 0;
    double squares = 0;
    for (int t = 0; t < count; t++) {
      double w = 0.1 * Math.pow(0.9, count - 1 - t);
      double g = signal * Math.exp(growth * (t - count + 1));
      total += w;
      squares += w * w;
      first += w * g;
      second += w * g * g;
    }
    double u = 1.0 / BATCH;
    double d = squares / total / total / BATCH;
    double bias = (second / total - first * first / total / total) / (u - d);
    int runs = 4000;
    double mean = 0;
    double square = 0;
    SplittableRandom seeds = new SplittableRandom(5);
    for (int i = 0; i < runs; i++) {
      TemporalSteps steps = new TemporalSteps(64, seeds.split());
      for (int t = 0; t < count; t++) {
        steps.step(weights, signal * Math.exp(growth * (t - count + 1)), BATCH);
      }
      double s = steps.moments().total(Metric.EUCLIDEAN).traceSigma();
      mean += s / runs;
      square += s * s / runs;
    }
    double error = Math.sqrt((square - mean * mean) / runs);
    assertThat(bias).isGreaterThan(3);
    // 4.5 standard errors: false alarm 7e-6
    assertThat(mean - 1).isBetween(bias - 4.5 * error, bias + 4.5 * error);
  }

  private static NoiseEstimator run(
      SplittableRandom random, MomentumWeights weights, IntToDoubleFunction signal, int count) {
    NoiseEstimator estimator = new NoiseEstimator(NoiseSettings.defaults(BATCH));
    TemporalSteps steps = new TemporalSteps(64, random);
    for (int t = 0; t < count; t++) {
      steps.step(weights, signal.applyAsDouble(t), BATCH, estimator);
    }
    return estimator;
  }
}
