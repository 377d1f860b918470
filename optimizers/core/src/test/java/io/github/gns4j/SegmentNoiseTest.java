package io.github.gns4j;

import static io.github.gns4j.OptimizerRuns.DIMENSION;
import static io.github.gns4j.OptimizerRuns.SEGMENTS;
import static io.github.gns4j.OptimizerRuns.gradient;
import static io.github.gns4j.OptimizerRuns.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate.NotReady;
import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.noise.NoiseEstimator;
import io.github.gns4j.noise.NoiseSettings;
import io.github.gns4j.report.SegmentReport;
import io.github.gns4j.report.StepReport;
import io.github.gns4j.statistics.GradientMoments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The noise of single segments in both metrics; {@code PassesOfAStepTest}: without a pass. */
class SegmentNoiseTest {
  private static final int BATCH = 24;
  private static final int PARTS = 3;
  private static final int STEPS = 40;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  /** Steps before which Adam has no metric. */
  private static final int METRIC_FROM = 3;

  /** Rounding of double sums of 30 terms, and of a few divisions. */
  private static final double ROUNDING = 1e-12;

  /**
   * The moments of each segment formed anew from the gradients of the parts, by their definition,
   * and Adam's second moment from their mean.
   */
  @Test
  void isWhatTheDefinitionSaysInBothMetrics() {
    HostArray parameters = HostArray.copyOf(start().toDoubles());
    NoiseAwareOptimizer optimizer = OptimizerRuns.make(NoiseAware.adam(), parameters);
    List<NoiseEstimator> euclidean = estimators();
    List<NoiseEstimator> own = estimators();
    double[] second = new double[DIMENSION];
    double[] ones = new double[DIMENSION];
    Arrays.fill(ones, 1);
    Random random = new Random(5);
    List<SegmentReport> told = List.of();
    for (int step = 0; step < STEPS; step++) {
      double[][] parts = new double[PARTS][];
      for (MicroBatch micro : optimizer.nextBatch()) {
        HostArray part = gradient(parameters, random);
        parts[micro.index()] = part.toDoubles();
        optimizer.accumulate(part, micro);
      }
      for (int i = 0; i < SEGMENTS.count(); i++) {
        Segment segment = SEGMENTS.get(i);
        observe(euclidean.get(i), moments(parts, segment, ones));
        if (step >= METRIC_FROM) {
          observe(own.get(i), moments(parts, segment, preconditioner(second, step)));
        } else {
          own.get(i).addFinite(BATCH);
        }
      }
      double[] mean = mean(parts);
      for (int i = 0; i < DIMENSION; i++) {
        second[i] = BETA2 * second[i] + (1 - BETA2) * mean[i] * mean[i];
      }
      told = optimizer.step().segments();
    }

    assertThat(told).extracting(SegmentReport::name).containsExactly("w", "b");
    assertClose(told.get(0), euclidean.get(0), own.get(0));
    assertClose(told.get(1), euclidean.get(2), own.get(2));
  }

  private static List<NoiseEstimator> estimators() {
    List<NoiseEstimator> estimators = new ArrayList<>();
    for (int i = 0; i < SEGMENTS.count(); i++) {
      estimators.add(new NoiseEstimator(NoiseSettings.defaults(BATCH)));
    }
    return estimators;
  }

  private static void observe(NoiseEstimator estimator, GradientMoments moments) {
    estimator.addFinite(BATCH);
    estimator.add(moments, EstimateKind.MICRO_BATCH);
  }

  private static double[] preconditioner(double[] second, int steps) {
    double[] p = new double[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      p[i] = 1 / (Math.sqrt(second[i] / (1 - Math.pow(BETA2, steps))) + EPSILON);
    }
    return p;
  }

  private static double[] mean(double[][] parts) {
    double[] mean = new double[DIMENSION];
    for (double[] part : parts) {
      for (int i = 0; i < DIMENSION; i++) {
        mean[i] += part[i] / PARTS;
      }
    }
    return mean;
  }

  private static GradientMoments moments(double[][] parts, Segment segment, double[] metric) {
    double[] mean = mean(parts);
    int size = BATCH / PARTS;
    double squares = 0;
    double meanSquared = 0;
    double deviation = 0;
    for (int j = 0; j < segment.length(); j++) {
      int i = Math.toIntExact(segment.offset()) + j;
      double p = metric[i] * metric[i];
      meanSquared += p * mean[i] * mean[i];
      for (double[] part : parts) {
        squares += size * p * part[i] * part[i];
        deviation += size * p * (part[i] - mean[i]) * (part[i] - mean[i]);
      }
    }
    return new GradientMoments(PARTS, BATCH, squares, meanSquared, deviation);
  }

  private static void assertClose(
      SegmentReport told, NoiseEstimator euclidean, NoiseEstimator own) {
    assertClose((Resolved) told.noise(), (Resolved) euclidean.estimate());
    assertClose((Resolved) told.optimizerNoise(), (Resolved) own.estimate());
    assertThat(told.optimizerNoise()).isNotEqualTo(told.noise());
  }

  private static void assertClose(Resolved told, Resolved expected) {
    assertThat(told.traceSigma() / expected.traceSigma()).isCloseTo(1, within(ROUNDING));
    assertThat(told.signalSquared() / expected.signalSquared()).isCloseTo(1, within(ROUNDING));
    assertThat(told.observations()).isCloseTo(expected.observations(), within(1e-9));
    assertThat(told.kind()).isEqualTo(EstimateKind.MICRO_BATCH);
  }

  /**
   * A single segment is told the very numbers of the whole, also where only some steps show their
   * noise by parts, and where none does any more.
   */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.OptimizerRuns#optimizers")
  void ofASingleSegmentIsThatOfTheWhole(NoiseAwareBuilder<?> builder) {
    HostArray parameters = start();
    NoiseAwareOptimizer optimizer =
        builder.nanoClock(() -> 0).batchSize(BATCH).noisePerSegment().forParameters(parameters);
    Random random = new Random(6);
    int resolved = 0;
    for (int step = 0; step < 8 * STEPS; step++) {
      int parts = step < STEPS || (step % 7 == 0 && step < 3 * STEPS) ? PARTS : 1;
      for (int i = 0; i < parts; i++) {
        MicroBatch micro = new MicroBatch(i, parts, BATCH / parts);
        optimizer.accumulate(gradient(parameters, random), micro);
      }
      StepReport report = optimizer.step();
      SegmentReport whole = report.segments().getFirst();
      assertThat(whole.optimizerNoise()).isEqualTo(report.noise());
      assertThat(whole.noise()).isEqualTo(report.euclideanNoise());
      resolved += report.noise() instanceof NotReady ? 0 : 1;
    }
    assertThat(resolved).isGreaterThan(STEPS);
  }
}
