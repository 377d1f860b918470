package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.Clipping;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.report.StepReport;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Statistics are of gradients before clipping, also where they come from the running mean. */
class ClippedRunTest {
  private static final int DIMENSION = 200;
  private static final int BATCH = 16;
  private static final MicroBatch WHOLE = new MicroBatch(0, 1, BATCH);

  private static NoiseAwareOptimizer momentum(Clipping clipping) {
    return NoiseAware.sgd()
        .learningRate(0)
        .learningRateRule(LearningRateRule.fixed())
        .batchSize(BATCH)
        .clipping(clipping)
        .forParameters(HostArray.copyOf(new double[DIMENSION]));
  }

  /** {@code |G|² = 4}, {@code tr Σ = 160}: over 16 samples signal and noise are 4 and 10. */
  private static HostArray gradient(SplittableRandom random) {
    double[] values = new double[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      values[i] = Math.sqrt(4.0 / DIMENSION) + Math.sqrt(10.0 / DIMENSION) * random.nextGaussian();
    }
    return HostArray.copyOf(values);
  }

  private static StepReport run(NoiseAwareOptimizer optimizer, int steps) {
    SplittableRandom random = new SplittableRandom(1);
    StepReport report = null;
    for (int i = 0; i < steps; i++) {
      optimizer.accumulate(gradient(random), WHOLE);
      report = optimizer.step();
    }
    return report;
  }

  /**
   * A limit that follows an estimate of what is left after clipping falls without end. The estimate
   * averages more than 30 windows of 200 elements: its relative deviation is below {@code
   * sqrt(2/(30·200)) = 2%}, and 10% leaves the same again for what clipping long gradients alone
   * takes from the mean.
   */
  @Test
  void relativeLimitDoesNotPullItselfDown() {
    NoiseAwareOptimizer optimizer = momentum(Clipping.relative(1));
    StepReport report = run(optimizer, 2000);
    NoiseEstimate.Resolved noise = (NoiseEstimate.Resolved) report.euclideanNoise();
    assertThat(noise.traceSigma()).isCloseTo(160, within(16.0));
    assertThat(noise.signalSquared() + noise.traceSigma() / BATCH).isCloseTo(14, within(1.4));
    // half of the gradients are longer than expected: 2000 of them, 5 standard deviations
    assertThat(optimizer.clipped() / 2000.0).isCloseTo(0.5, within(0.1));
    assertThat(report.gradient().clipRate()).isCloseTo(0.5, within(0.25));
  }

  /** Shortened by one factor always, the running mean shows exactly what it would without. */
  @Test
  void constantShorteningChangesNoEstimate() {
    NoiseAwareOptimizer free = momentum(Clipping.none());
    NoiseAwareOptimizer clipped = momentum(Clipping.toNorm(0.5));
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 400; i++) {
      HostArray gradient = gradient(random);
      double norm = 0;
      for (int j = 0; j < DIMENSION; j++) {
        norm += gradient.get(j) * gradient.get(j);
      }
      for (int j = 0; j < DIMENSION; j++) {
        gradient.set(j, gradient.get(j) * 4 / Math.sqrt(norm));
      }
      free.accumulate(gradient, WHOLE);
      clipped.accumulate(gradient, WHOLE);
      free.step();
      assertThat(clipped.step().gradient().clipCoefficient()).isCloseTo(0.125, within(1e-12));
    }
    NoiseEstimate.Resolved expected = (NoiseEstimate.Resolved) free.euclideanNoise();
    NoiseEstimate.Resolved actual = (NoiseEstimate.Resolved) clipped.euclideanNoise();
    assertThat(actual.traceSigma()).isCloseTo(expected.traceSigma(), within(1e-9));
    assertThat(actual.signalSquared()).isCloseTo(expected.signalSquared(), within(1e-9));
    assertThat(actual.low()).isCloseTo(expected.low(), within(1e-7));
  }

  @Test
  void valuesAreLimitedAndStatisticsEntriesAreNot() {
    HostArray parameters = HostArray.copyOf(new double[] {0, 0, 0, 0});
    Segments segments =
        Segments.of(
            List.of(
                new Segment("w", 0, 3, Segment.Kind.GRADIENT),
                new Segment("mean", 3, 1, Segment.Kind.STATISTICS)));
    NoiseAwareOptimizer optimizer =
        NoiseAware.sgd()
            .learningRate(1)
            .momentum(0)
            .batchSize(1)
            .clipping(Clipping.toValue(2))
            .forParameters(parameters, segments);
    HostArray gradient = HostArray.copyOf(new double[] {6, -4, 1, 10});
    optimizer.accumulate(gradient, new MicroBatch(0, 1, 1), 0.5);
    StepReport report = optimizer.step();
    // the mean gradient is (3, -2, 0.5)
    assertThat(parameters.toDoubles()).containsExactly(-2, 2, -0.5, -10);
    assertThat(gradient.toDoubles()).containsExactly(6, -4, 1, 10);
    assertThat(report.gradient().norm()).isEqualTo(Math.sqrt(13.25));
    assertThat(report.gradient().clipCoefficient())
        .isCloseTo(Math.sqrt(8.25 / 13.25), within(1e-15));
    assertThat(report.gradient().clipRate()).isEqualTo(1);
  }

  @Test
  void rateIsTheShareOfClippedAmongAppliedSteps() {
    NoiseAwareOptimizer optimizer = momentum(Clipping.toNorm(1));
    double[] values = new double[DIMENSION];
    StepReport report = null;
    for (int i = 0; i < 40; i++) {
      values[0] = i % 4 == 0 ? 2 : i % 4 == 1 ? Double.NaN : 0.5;
      optimizer.accumulate(HostArray.copyOf(values), WHOLE);
      report = optimizer.step();
    }
    assertThat(report.gradient().clipRate()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(optimizer.clipped()).isEqualTo(10);
    assertThat(optimizer.skipped()).isEqualTo(10);
    for (int i = 0; i < 2000; i++) {
      optimizer.accumulate(HostArray.copyOf(new double[DIMENSION]), WHOLE);
      report = optimizer.step();
    }
    assertThat(report.gradient().clipRate()).isLessThan(1e-6);
  }

  @Test
  void badLimitsAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Clipping.toNorm(0))
        .withMessageContaining("maxNorm is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Clipping.toValue(Double.NaN))
        .withMessageContaining("maxValue is NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Clipping.relative(-1))
        .withMessageContaining("kappa is -1.0");
  }
}
