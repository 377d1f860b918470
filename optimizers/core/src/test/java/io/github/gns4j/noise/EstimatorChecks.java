package io.github.gns4j.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.Fieller.Covariance;
import io.github.gns4j.noise.NoiseEstimate.NonFinite;
import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.statistics.GradientMoments;
import io.github.gns4j.statistics.MomentumWeights;
import io.github.gns4j.statistics.TemporalEstimate;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The claims of the estimate over many steps in a form that runs in a second, cheap ones first:
 * what {@code PlantedDefectsTest} runs against code with defects.
 */
// The tests themselves are the checks, run where JUnit does not reach: in a class loader of its
// own.
@SuppressWarnings("JUnitMethodInvoked")
public final class EstimatorChecks implements Runnable {
  /** For the class loader of the planted defects. */
  public EstimatorChecks() {}

  @Override
  public void run() {
    sets();
    averages();
    horizon();
    kinds();
    nonFinite();
    coverage();
    temporalCoverage();
  }

  private static GradientMoments moments(double s, double d, long samples) {
    double mean = d + s / samples;
    return new GradientMoments(4, samples, 3 * s + samples * mean, mean, 3 * s);
  }

  private static void sets() {
    Quantiles.Limits limits = Quantiles.of(0.95).at(1e9);
    assertThat(1 / Fieller.of(1, -1, new Covariance(0, 0, 1), limits).low())
        .isCloseTo(1.1, within(0.02));
    assertThat(Fieller.of(1, 1.6, new Covariance(0, 0, 1), limits).isBounded()).isFalse();
    Covariance v = new Covariance(4e-6, 1e-6, 1e-6);
    double half = 1.96 * 3.5 * Math.sqrt(4e-6 / 49 - 2e-6 / 14 + 1e-6 / 4);
    Fieller set = Fieller.of(7, 2, v, limits);
    assertThat(set.low()).isCloseTo(3.5 - half, within(0.01 * half));
    assertThat(set.high()).isCloseTo(3.5 + half, within(0.01 * half));
  }

  private static void averages() {
    RunningPairTest test = new RunningPairTest();
    test.agreesWithSumsOverAll(0);
    test.neighboursCount();
    test.equalWeightsGiveTheVarianceOfAMean();
  }

  private static void horizon() {
    NoiseEstimatorTest test = new NoiseEstimatorTest();
    test.theHorizonCountsSamples();
    new NoiseEstimatorTest().theHorizonKeepsEnoughObservations();
    NoiseEstimator estimator = new NoiseEstimator(NoiseSettings.defaults(64));
    for (int i = 0; i < 9; i++) {
      estimator.add(moments(100, 1, 64), EstimateKind.MICRO_BATCH);
    }
    Resolved resolved = (Resolved) estimator.estimate();
    assertThat(resolved.traceSigma()).isCloseTo(100, within(1e-9));
    assertThat(resolved.scale()).isCloseTo(100, within(1e-9));
  }

  private static void kinds() {
    new NoiseEstimatorTest().prefersGroupsWhileTheyAreFresh();
    new NoiseEstimatorTest().temporalStepsCountByWindows();
    new NoiseEstimatorTest().aGroupAloneChangesNothing();
  }

  private static void nonFinite() {
    new NoiseEstimatorTest().nonFiniteIsCountedAndNeverEnters();
    NoiseEstimator estimator = new NoiseEstimator(NoiseSettings.defaults(64));
    estimator.add(new TemporalEstimate(Double.NaN, 1, 64, 19));
    assertThat(estimator.estimate()).isEqualTo(new NonFinite(1, 1));
  }

  /** 1,000 runs: standard error 0.007, with fixed seeds. */
  private static void coverage() {
    for (double ratio : new double[] {0.1, 1, 16, 1e5}) {
      GaussianSteps steps = GaussianSteps.decaying(64, 3, 5, 8, 16, 32);
      double truth = ratio * 64;
      assertCovers(1000, truth, random -> run(steps, random, 1 / truth, 40), 0.975);
    }
    GaussianSteps few = GaussianSteps.flat(64, 16, 16, 16, 16);
    assertCovers(1000, 64, random -> run(few, random, 1.0 / 64, 8), 0.975);
  }

  private static NoiseEstimate run(
      GaussianSteps steps, SplittableRandom random, double signal, int count) {
    NoiseEstimator estimator = new NoiseEstimator(NoiseSettings.defaults(64));
    for (int t = 0; t < count; t++) {
      estimator.add(steps.draw(random, signal), EstimateKind.MICRO_BATCH);
    }
    return estimator.estimate();
  }

  private static void temporalCoverage() {
    MomentumWeights weights = MomentumWeights.adam(0.8);
    for (double truth : new double[] {64, 1024}) {
      double signal = Math.sqrt(1 / truth);
      assertCovers(
          600,
          truth,
          random -> {
            NoiseEstimator estimator = new NoiseEstimator(NoiseSettings.defaults(64));
            TemporalSteps steps = new TemporalSteps(64, random);
            for (int t = 0; t < 400; t++) {
              steps.step(weights, signal, 64, estimator);
            }
            return estimator.estimate();
          },
          0.985);
    }
  }

  private static void assertCovers(
      int runs, double truth, Function<SplittableRandom, NoiseEstimate> run, double most) {
    Coverage coverage = Coverage.of(runs, truth, run);
    assertThat(coverage.share()).as("%s", coverage).isBetween(0.925, most);
  }
}
