package io.github.gns4j.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.statistics.GradientMoments;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * The defects of other noise-scale estimators, each shown on the same steps beside ours, which does
 * not have it. The truth is {@code B_noise = 4096} seen with batches of 64, where the signal of one
 * step drowns 64 times in its noise; 20,000 steps in a horizon as long.
 */
class AnchorDefectsTest {
  private static final double TRUTH = 4096;
  private static final int STEPS = 20_000;
  private static final GaussianSteps GROUPS = GaussianSteps.flat(64, 16, 16, 16, 16);
  private static final NoiseSettings LONG =
      NoiseSettings.defaults(64).withHorizon(1e12).withMinimumHorizon(1e9);

  private static final GradientMoments[] SEEN = draw();

  private static GradientMoments[] draw() {
    SplittableRandom random = new SplittableRandom(2026);
    GradientMoments[] seen = new GradientMoments[STEPS];
    for (int t = 0; t < STEPS; t++) {
      seen[t] = GROUPS.draw(random, 1 / TRUTH);
    }
    return seen;
  }

  private static Resolved ours() {
    NoiseEstimator estimator = new NoiseEstimator(LONG);
    for (GradientMoments moments : SEEN) {
      estimator.add(moments, EstimateKind.MICRO_BATCH);
    }
    return (Resolved) estimator.estimate();
  }

  private static double mean(ToDoubleFunction<GradientMoments> value) {
    return Arrays.stream(SEEN).mapToDouble(value).average().orElseThrow();
  }

  @Test
  void oursIsRight() {
    Resolved ours = ours();
    assertThat(ours.low()).isLessThan(TRUTH);
    assertThat(ours.high()).isGreaterThan(TRUTH);
    // The interval itself says how close it must be: here within about 20%.
    assertThat(ours.high() / ours.low()).isLessThan(1.5);
  }

  /** fairscale, and the text of the AdaScale paper: clamped, 4096 is read as half of it or less. */
  @Test
  void clampingTheSignalBeforeAveraging() {
    double clamped = mean(GradientMoments::traceSigma) / mean(m -> Math.max(0, m.signalSquared()));
    assertThat(clamped).isLessThan(0.5 * TRUTH);
    assertThat(ours().low()).isGreaterThan(1660);
    assertThat(SEEN).anyMatch(m -> m.signalSquared() < 0);
  }

  /** A fork of AdaScale leaves out the steps that come out negative: selection bias. */
  @Test
  void leavingOutNegativeSteps() {
    double s = 0;
    double d = 0;
    for (GradientMoments moments : SEEN) {
      if (moments.signalSquared() > 0) {
        s += moments.traceSigma();
        d += moments.signalSquared();
      }
    }
    assertThat(s / d).isLessThan(0.4 * TRUTH);
    assertThat(ours().low()).isGreaterThan(s / d);
  }

  /** AdAdaGrad takes the noisy {@code |ḡ|²} for the signal: it saturates at the batch. */
  @Test
  void takingTheNoisySquareForTheSignal() {
    double noisy = mean(GradientMoments::traceSigma) / mean(GradientMoments::meanSquared);
    assertThat(noisy).isCloseTo(64, within(3.0));
    assertThat(ours().low()).isGreaterThan(10 * noisy);
  }

  /** torch-gqc takes the variance of the groups' norms: blind to most of the noise. */
  @Test
  void varianceOfNormsInsteadOfTheTrace() {
    SplittableRandom random = new SplittableRandom(3);
    double[] scales = new double[2];
    for (int i = 0; i < 2; i++) {
      double truth = i == 0 ? 16 : TRUTH;
      double[] norms = new double[4000];
      double[] signal = new double[4000];
      for (int t = 0; t < norms.length; t++) {
        GradientMoments single = GaussianSteps.flat(1 << 16, 64).draw(random, 1 / truth);
        norms[t] = Math.sqrt(single.meanSquared());
        signal[t] = single.meanSquared();
      }
      double mean = DoubleStream.of(norms).average().orElseThrow();
      double variance =
          DoubleStream.of(norms).map(n -> (n - mean) * (n - mean)).average().orElseThrow();
      scales[i] = variance / DoubleStream.of(signal).average().orElseThrow();
    }
    // A truth that grows 256-fold hardly shows.
    assertThat(scales[0]).isLessThan(1e-2);
    assertThat(scales[1]).isLessThan(1e-2);
    assertThat(ours().scale()).isGreaterThan(2000);
  }

  /** Ratios averaged instead of averages divided: their mean does not even exist. */
  @Test
  void averageOfRatios() {
    double ratios = mean(m -> m.traceSigma() / m.signalSquared());
    assertThat(Math.abs(ratios / TRUTH - 1)).isGreaterThan(0.5);
    assertThat(Math.abs(ours().scale() / TRUTH - 1)).isLessThan(0.15);
  }

  /** KungFu: a NaN never leaves the average. */
  @Test
  void aNanLeavesNoTrace() {
    NoiseEstimator clean = new NoiseEstimator(LONG);
    NoiseEstimator hit = new NoiseEstimator(LONG);
    for (int t = 0; t < 1000; t++) {
      clean.add(SEEN[t], EstimateKind.MICRO_BATCH);
      if (t % 100 == 50) {
        hit.add(
            new GradientMoments(4, 64, Double.NaN, Double.NaN, Double.NaN),
            EstimateKind.MICRO_BATCH);
        hit.addNonFinite(7);
      }
      hit.add(SEEN[t], EstimateKind.MICRO_BATCH);
    }
    assertThat(hit.estimate()).isEqualTo(clean.estimate());
  }

  /**
   * nanoGNS: loss-scaled small norms beside unscaled big ones. Ours are scaled alike or not at all.
   */
  @Test
  void theLossScaleLeavesTheScaleAlone() {
    NoiseEstimator scaled = new NoiseEstimator(LONG);
    double square = 65536.0 * 65536.0;
    for (GradientMoments m : SEEN) {
      scaled.add(
          new GradientMoments(
              4, 64, square * m.sumOfSquares(), square * m.meanSquared(), square * m.deviation()),
          EstimateKind.MICRO_BATCH);
    }
    Resolved resolved = (Resolved) scaled.estimate();
    // A power of two: the same bits.
    assertThat(resolved.scale()).isEqualTo(ours().scale());
    assertThat(resolved.traceSigma()).isEqualTo(square * ours().traceSigma());
  }

  /** gpt-neox: an overflow clears a buffer but not its counter. */
  @Test
  void aSkippedStepCountsNowhere() {
    NoiseEstimator skipped = new NoiseEstimator(LONG);
    NoiseEstimator plain = new NoiseEstimator(LONG);
    for (int t = 0; t < 100; t++) {
      plain.add(SEEN[t], EstimateKind.MICRO_BATCH);
      skipped.add(SEEN[t], EstimateKind.MICRO_BATCH);
      skipped.addNonFinite(1);
    }
    plain.add(SEEN[100], EstimateKind.MICRO_BATCH);
    skipped.add(SEEN[100], EstimateKind.MICRO_BATCH);
    assertThat(skipped.estimate()).isEqualTo(plain.estimate());
  }

  /** CABS: averages that start at 0 and 1 need a horizon to forget it. Ours are right at once. */
  @Test
  void averagesNeedNoWarmUp() {
    SplittableRandom random = new SplittableRandom(5);
    double truth = 4;
    double keep = Math.exp(-1.0 / 64);
    double zeroInitialised = 0;
    double oneInitialised = 1;
    NoiseEstimator estimator = new NoiseEstimator(NoiseSettings.defaults(64));
    for (int t = 0; t < 10; t++) {
      GradientMoments moments = GROUPS.draw(random, 1 / truth);
      estimator.add(moments, EstimateKind.MICRO_BATCH);
      zeroInitialised = keep * zeroInitialised + (1 - keep) * moments.traceSigma();
      oneInitialised = keep * oneInitialised + (1 - keep) * moments.signalSquared();
    }
    assertThat(zeroInitialised / oneInitialised).isLessThan(0.1 * truth);
    Resolved resolved = (Resolved) estimator.estimate();
    assertThat(truth).isBetween(resolved.low(), resolved.high());
    assertThat(resolved.high() / resolved.low()).isLessThan(1.5);
  }

  /** AdaptDL: a change of the batch throws away what was known. */
  @Test
  void aChangeOfTheBatchKeepsTheAverages() {
    NoiseEstimator estimator = new NoiseEstimator(LONG);
    for (int t = 0; t < 5000; t++) {
      estimator.add(SEEN[t], EstimateKind.MICRO_BATCH);
    }
    Resolved before = (Resolved) estimator.estimate();
    GaussianSteps larger = GaussianSteps.flat(64, 128, 128);
    estimator.add(larger.draw(new SplittableRandom(1), 1 / TRUTH), EstimateKind.MICRO_BATCH);
    Resolved after = (Resolved) estimator.estimate();
    assertThat(after.scale()).isCloseTo(before.scale(), within(0.02 * before.scale()));
    assertThat(after.observations()).isGreaterThan(0.99 * before.observations());
  }
}
