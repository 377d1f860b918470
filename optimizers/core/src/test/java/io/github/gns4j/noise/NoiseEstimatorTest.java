package io.github.gns4j.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.NoiseEstimate.NonFinite;
import io.github.gns4j.noise.NoiseEstimate.NotReady;
import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.noise.NoiseEstimate.Unresolved;
import io.github.gns4j.statistics.GradientMoments;
import io.github.gns4j.statistics.TemporalEstimate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NoiseEstimatorTest {
  private static final NoiseSettings SETTINGS = NoiseSettings.defaults(64);

  private final NoiseEstimator estimator = new NoiseEstimator(SETTINGS);

  /** Moments with S and D as given, of four groups of 16. */
  private static GradientMoments moments(double s, double d) {
    return moments(s, d, 64);
  }

  private static GradientMoments moments(double s, double d, long samples) {
    double mean = d + s / samples;
    return new GradientMoments(4, samples, 3 * s + samples * mean, mean, 3 * s);
  }

  private void feed(int steps) {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < steps; i++) {
      estimator.add(
          moments(100 + 5 * random.nextGaussian(), 2 + 0.1 * random.nextGaussian()),
          EstimateKind.MICRO_BATCH);
    }
  }

  @Test
  void isNotReadyUntilThereAreEnoughObservations() {
    assertThat(estimator.estimate()).isInstanceOf(NotReady.class);
    feed(3);
    assertThat(((NotReady) estimator.estimate()).reason())
        .isEqualTo("3 steps with two or more groups and 0 windows of single gradients, needed: 4");
    feed(1);
    assertThat(estimator.estimate()).isInstanceOf(Resolved.class);
  }

  @Test
  void resolvesARatioOfAverages() {
    feed(50);
    Resolved resolved = (Resolved) estimator.estimate();
    assertThat(resolved.scale()).isEqualTo(resolved.traceSigma() / resolved.signalSquared());
    assertThat(resolved.scale()).isBetween(resolved.low(), resolved.high());
    assertThat(resolved.scale()).isCloseTo(50, within(2.0));
    assertThat(resolved.kind()).isEqualTo(EstimateKind.MICRO_BATCH);
    assertThat(resolved.observations()).isBetween(45.0, 50.0);
    assertThat(resolved.noiseScale()).hasValue(resolved.scale());
  }

  @Test
  void aSignalThatIsNotResolvedHasNoUpperEnd() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 40; i++) {
      estimator.add(moments(100, random.nextGaussian()), EstimateKind.PER_SAMPLE);
    }
    Unresolved unresolved = (Unresolved) estimator.estimate();
    assertThat(unresolved.noiseScale()).isEmpty();
    assertThat(unresolved.low()).isPositive();
    assertThat(unresolved.kind()).isEqualTo(EstimateKind.PER_SAMPLE);
  }

  @Test
  void aGroupAloneChangesNothing() {
    feed(20);
    NoiseEstimate before = estimator.estimate();
    estimator.add(GradientMoments.ofOne(64, 1e9), EstimateKind.MICRO_BATCH);
    assertThat(estimator.estimate()).isEqualTo(before);
  }

  @Test
  void nonFiniteIsCountedAndNeverEnters() {
    feed(20);
    NoiseEstimate before = estimator.estimate();
    estimator.addNonFinite(3);
    estimator.addNonFinite(5);
    assertThat(estimator.estimate()).isEqualTo(new NonFinite(5, 2));
    estimator.add(moments(Double.NaN, 1), EstimateKind.MICRO_BATCH);
    estimator.add(moments(1e200, 1), EstimateKind.MICRO_BATCH);
    estimator.add(new TemporalEstimate(1, Double.NEGATIVE_INFINITY, 64, 19));
    assertThat(estimator.estimate()).isEqualTo(new NonFinite(1, 5));
    estimator.add(GradientMoments.ofOne(64, 1), EstimateKind.MICRO_BATCH);
    assertThat(estimator.estimate()).isEqualTo(before);
  }

  /** Plain SGD with one gradient a step never shows its noise, and must not stay "not finite". */
  @Test
  void aFiniteStepThatShowsNothingEndsTheSkip() {
    estimator.addNonFinite(3);
    estimator.addFinite();
    assertThat(estimator.estimate()).isInstanceOf(NotReady.class);
  }

  /** One step in 16 shows its noise: eight of them or so count, whatever came before. */
  @Test
  void stepsThatShowTheirNoiseNowAndThenAreForgottenInTime() {
    NoiseEstimator sparse = new NoiseEstimator(NoiseSettings.defaults(64));
    for (int step = 0; step < 160; step++) {
      sparse.addFinite(64);
      if (step % 16 == 0) {
        sparse.add(moments(1, 1, 64), EstimateKind.MICRO_BATCH);
      }
    }
    double before = ((Resolved) sparse.estimate()).traceSigma();
    for (int step = 0; step < 320; step++) {
      sparse.addFinite(64);
      if (step % 16 == 0) {
        sparse.add(moments(3, 1, 64), EstimateKind.MICRO_BATCH);
      }
    }
    Resolved after = (Resolved) sparse.estimate();
    double share = Math.exp(-0.25);
    // The first of all stands for its own 64 samples, every other one for the 1,024 up to it.
    double start = Math.exp(-1.0 / 64);
    double old =
        Math.pow(share, 20) * (1 - Math.pow(share, 9) * start) / (1 - Math.pow(share, 29) * start);
    assertThat(before).isCloseTo(1, within(1e-12));
    assertThat(after.traceSigma()).isCloseTo(3 - 2 * old, within(1e-12));
    assertThat(after.observations()).isBetween(7.0, 8.1);
  }

  /** The weight of a step falls with the samples after it, however these are cut into steps. */
  @Test
  void theHorizonCountsSamples() {
    NoiseSettings settings = new NoiseSettings(6400, 2, 0.95, 3);
    NoiseEstimator fine = new NoiseEstimator(settings);
    NoiseEstimator coarse = new NoiseEstimator(settings);
    for (int i = 0; i < 3; i++) {
      fine.add(moments(1, 1, 640), EstimateKind.MICRO_BATCH);
      coarse.add(moments(1, 1, 640), EstimateKind.MICRO_BATCH);
    }
    for (int i = 0; i < 64; i++) {
      fine.add(moments(3, 1, 64), EstimateKind.MICRO_BATCH);
      if (i % 16 == 0) {
        coarse.add(moments(3, 1, 1024), EstimateKind.MICRO_BATCH);
      }
    }
    double expected = 3 - 2 * (1 - Math.exp(-0.3)) / (Math.exp(0.64) - Math.exp(-0.3));
    assertThat(((Resolved) fine.estimate()).traceSigma()).isCloseTo(expected, within(1e-9));
    assertThat(((Resolved) coarse.estimate()).traceSigma()).isCloseTo(expected, within(1e-9));
  }

  /** However large the batch becomes, the averages hold 2·24 observations. */
  @Test
  void theHorizonKeepsEnoughObservations() {
    for (int i = 0; i < 500; i++) {
      estimator.add(moments(1 + i % 2, 1, 1 << 20), EstimateKind.MICRO_BATCH);
    }
    assertThat(((Resolved) estimator.estimate()).observations()).isCloseTo(48, within(0.1));
  }

  @Test
  void prefersGroupsWhileTheyAreFresh() {
    TemporalEstimate single = new TemporalEstimate(200, 1, 64, 19);
    for (int i = 0; i < 400; i++) {
      estimator.add(single);
    }
    assertThat(estimator.estimate()).isInstanceOf(Resolved.class);
    assertThat(((Resolved) estimator.estimate()).kind()).isEqualTo(EstimateKind.TEMPORAL);
    assertThat(estimator.estimate().noiseScale()).hasValue(200);
    feed(8);
    assertThat(((Resolved) estimator.estimate()).kind()).isEqualTo(EstimateKind.MICRO_BATCH);
    for (int i = 0; i < 63; i++) {
      estimator.add(single);
    }
    assertThat(((Resolved) estimator.estimate()).kind()).isEqualTo(EstimateKind.MICRO_BATCH);
    estimator.add(single);
    estimator.add(single);
    assertThat(((Resolved) estimator.estimate()).kind()).isEqualTo(EstimateKind.TEMPORAL);
  }

  @Test
  void temporalStepsCountByWindows() {
    for (int i = 0; i < 4 * 19 - 1; i++) {
      estimator.add(new TemporalEstimate(100, 1, 64, 19));
    }
    assertThat(estimator.estimate()).isInstanceOf(NotReady.class);
    estimator.add(new TemporalEstimate(100, 1, 64, 19));
    assertThat(estimator.estimate().noiseScale()).hasValue(100);
  }

  @Test
  void restoredContinuesWithTheSameBits() throws IOException {
    SplittableRandom random = new SplittableRandom(9);
    feed(11);
    for (int i = 0; i < 60; i++) {
      estimator.add(new TemporalEstimate(random.nextDouble(), random.nextDouble(), 64, 19));
    }
    estimator.addNonFinite(2);
    byte[] saved = bytes(estimator);
    NoiseEstimator restored = new NoiseEstimator(SETTINGS);
    assertThat(bytes(restored)).hasSameSizeAs(saved);
    restored.restore(new DataInputStream(new ByteArrayInputStream(saved)));
    for (int i = 0; i < 200; i++) {
      TemporalEstimate single =
          new TemporalEstimate(random.nextDouble(), random.nextDouble(), 64, 19);
      GradientMoments groups = moments(random.nextDouble(), random.nextGaussian());
      for (NoiseEstimator each : new NoiseEstimator[] {estimator, restored}) {
        each.add(single);
        each.add(groups, EstimateKind.PER_SAMPLE);
      }
      assertThat(restored.estimate()).isEqualTo(estimator.estimate());
    }
    assertThat(bytes(restored)).isEqualTo(bytes(estimator));
  }

  private static byte[] bytes(NoiseEstimator estimator) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    estimator.save(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void noNoiseAtAllIsAScaleOfZero() {
    for (int i = 0; i < 10; i++) {
      estimator.add(moments(0, 2), EstimateKind.MICRO_BATCH);
    }
    assertThat(estimator.estimate()).isInstanceOf(Resolved.class);
    Resolved resolved = (Resolved) estimator.estimate();
    assertThat(resolved.high()).isZero();
    assertThat(resolved.noiseScale()).hasValue(0);
  }

  @Test
  void aGradientOfZerosIsUnresolved() {
    for (int i = 0; i < 10; i++) {
      estimator.add(moments(0, 0), EstimateKind.MICRO_BATCH);
    }
    assertThat(((Unresolved) estimator.estimate()).low()).isZero();
  }

  @Test
  void badArgumentsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator.add(moments(1, 1), EstimateKind.TEMPORAL))
        .withMessage("kind is TEMPORAL, allowed: PER_SAMPLE, MICRO_BATCH");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> estimator.addNonFinite(0))
        .withMessage("count is 0, allowed: at least 1");
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withHorizon(0));
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withHorizon(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withMinimumHorizon(1.5));
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withConfidence(1));
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withConfidence(0.5));
    assertThatIllegalArgumentException().isThrownBy(() -> SETTINGS.withMinimumObservations(2));
    assertThatIllegalArgumentException().isThrownBy(() -> NoiseSettings.defaults(0));
  }
}
