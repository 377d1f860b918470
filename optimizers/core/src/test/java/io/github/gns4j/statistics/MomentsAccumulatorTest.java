package io.github.gns4j.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.statistics.GroupVectors.FixedSums;
import io.github.gns4j.testkit.HostCopies;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The accumulator on real kernels: per segment, in both metrics, in any split of the samples. */
class MomentsAccumulatorTest {
  private static final int DIMENSION = 12;
  private static final Segments SEGMENTS =
      Segments.of(
          List.of(
              new Segment("weights", 0, 7, Segment.Kind.GRADIENT),
              new Segment("bias", 7, 5, Segment.Kind.GRADIENT)));

  private final Kernels kernels = Kernels.select();
  private final double[][] samples = samples();
  private final double[] second = new SplittableRandom(8).doubles(DIMENSION, 0.5, 4).toArray();

  private static double[][] samples() {
    SplittableRandom random = new SplittableRandom(6);
    double[][] samples = new double[24][DIMENSION];
    for (double[] row : samples) {
      Arrays.setAll(row, i -> 0.3 + random.nextGaussian());
    }
    return samples;
  }

  private FlatArray upload(double[] values) {
    return HostCopies.upload(kernels, ElementType.FLOAT64, values);
  }

  private Preconditioner metric() {
    return new Preconditioner(upload(second), 0.25, 1e-3);
  }

  /** Feeds micro-batches of the given sizes through {@code accumulate}. */
  private MomentsAccumulator microBatches(long... sizes) {
    MomentsAccumulator accumulator = new MomentsAccumulator(2);
    FlatArray mean = kernels.allocate(ElementType.FLOAT64, DIMENSION);
    GroupVectors.Groups groups = GroupVectors.cut(samples, sizes);
    for (int j = 0; j < sizes.length; j++) {
      Sums sums = kernels.newSums(SEGMENTS);
      Accumulation how = new Accumulation(1, accumulator.samples(), sizes[j]);
      kernels.accumulate(mean, upload(groups.means()[j]), SEGMENTS, how, metric(), sums);
      accumulator.addMicroBatch(sums, sizes[j]);
    }
    return accumulator;
  }

  /** Feeds per-sample gradients in chunks of the given sizes. */
  private MomentsAccumulator perSample(int... sizes) {
    MomentsAccumulator accumulator = new MomentsAccumulator(2);
    FlatArray mean = kernels.allocate(ElementType.FLOAT64, DIMENSION);
    FlatArray chunk = kernels.allocate(ElementType.FLOAT64, DIMENSION);
    int from = 0;
    for (int size : sizes) {
      double[] rows =
          Arrays.stream(samples, from, from + size).flatMapToDouble(Arrays::stream).toArray();
      Sums sums = kernels.newSums(SEGMENTS);
      kernels.perSampleMoments(
          new PerSample(upload(rows), size, chunk, null, SEGMENTS), 1, metric(), sums);
      Sums joined = kernels.newSums(SEGMENTS);
      Accumulation how = new Accumulation(1, from, size);
      kernels.accumulate(mean, chunk, SEGMENTS, how, metric(), joined);
      if (from == 0) {
        accumulator.addPerSample(sums, size);
      } else {
        accumulator.addPerSample(sums, joined, size);
      }
      from += size;
    }
    return accumulator;
  }

  private GradientMoments expected(Metric metric, int from, int to, long... sizes) {
    double[][] part = new double[samples.length][];
    for (int s = 0; s < part.length; s++) {
      part[s] = Arrays.copyOfRange(samples[s], from, to);
      for (int i = from; i < to && metric == Metric.OPTIMIZER; i++) {
        part[s][i - from] /= Math.sqrt(second[i] / 0.25) + 1e-3;
      }
    }
    return GroupVectors.cut(part, sizes).accumulate();
  }

  private static void assertClose(GradientMoments actual, GradientMoments expected) {
    assertThat(actual.groups()).isEqualTo(expected.groups());
    assertThat(actual.samples()).isEqualTo(expected.samples());
    assertThat(actual.sumOfSquares()).isCloseTo(expected.sumOfSquares(), within(1e-11));
    assertThat(actual.meanSquared()).isCloseTo(expected.meanSquared(), within(1e-12));
    assertThat(actual.deviation()).isCloseTo(expected.deviation(), within(1e-11));
  }

  @Test
  void microBatchesPerSegmentAndMetric() {
    long[] sizes = {3, 5, 8, 7, 1};
    MomentsAccumulator accumulator = microBatches(sizes);
    for (Metric metric : Metric.values()) {
      assertClose(accumulator.segment(metric, 0), expected(metric, 0, 7, sizes));
      assertClose(accumulator.segment(metric, 1), expected(metric, 7, 12, sizes));
      assertClose(accumulator.total(metric), expected(metric, 0, 12, sizes));
      assertClose(
          accumulator.total(metric),
          accumulator.segment(metric, 0).plus(accumulator.segment(metric, 1)));
    }
  }

  @Test
  void chunksOfSamplesAreAsOneChunk() {
    long[] ones = new long[24];
    Arrays.fill(ones, 1);
    for (Metric metric : Metric.values()) {
      GradientMoments expected = expected(metric, 0, 12, ones);
      assertClose(perSample(24).total(metric), expected);
      assertClose(perSample(1, 7, 16).total(metric), expected);
      assertClose(perSample(12, 12).total(metric), expected);
      assertClose(microBatches(ones).total(metric), expected);
    }
  }

  /**
   * Rescaling each coordinate rescales {@code v} with it: the metric's estimate does not see it.
   */
  @Test
  void theOptimizersMetricDoesNotSeeTheScaleOfCoordinates() {
    long[] sizes = {8, 8, 8};
    GradientMoments before = microBatches(sizes).total(Metric.OPTIMIZER);
    GradientMoments euclidean = microBatches(sizes).total(Metric.EUCLIDEAN);
    double epsilon = 1e-3;
    for (int i = 0; i < DIMENSION; i++) {
      double factor = Math.pow(10, i % 5 - 2);
      double root = Math.sqrt(second[i] / 0.25) + epsilon;
      double wanted = root * factor - epsilon;
      second[i] = 0.25 * wanted * wanted;
      for (double[] row : samples) {
        row[i] *= factor;
      }
    }
    GradientMoments after = microBatches(sizes).total(Metric.OPTIMIZER);
    assertClose(after, before);
    double scale = after.traceSigma() / after.signalSquared();
    assertThat(scale)
        .isCloseTo(before.traceSigma() / before.signalSquared(), within(1e-9 * Math.abs(scale)));
    assertThat(microBatches(sizes).total(Metric.EUCLIDEAN).traceSigma())
        .isGreaterThan(10 * euclidean.traceSigma());
  }

  /** Noise a trillion times below the signal: nothing cancels. */
  @Test
  void smallNoiseDoesNotCancel() {
    for (double[] row : samples) {
      for (int i = 0; i < DIMENSION; i++) {
        row[i] = 1 + 1e-6 * row[i];
      }
    }
    double[][] deviations = Arrays.stream(samples).map(double[]::clone).toArray(double[][]::new);
    for (double[] row : deviations) {
      Arrays.setAll(row, i -> row[i] - 1);
    }
    long[] sizes = {8, 8, 8};
    double exact = GroupVectors.cut(deviations, sizes).accumulate().deviation();
    double actual = microBatches(sizes).total(Metric.EUCLIDEAN).deviation();
    assertThat(actual).isCloseTo(exact, within(1e-8 * exact));
    double fromNorms = GroupVectors.cut(samples, sizes).fromNorms().deviation();
    assertThat(Math.abs(fromNorms / exact - 1)).isGreaterThan(1e-6);
  }

  @Test
  void nonFiniteElementsAreCountedAndMomentsAreNotFinite() {
    samples[9][4] = Double.NaN;
    MomentsAccumulator accumulator = microBatches(8, 8, 8);
    assertThat(accumulator.nonFinite()).isPositive();
    assertThat(accumulator.total(Metric.EUCLIDEAN).isFinite()).isFalse();
    accumulator.clear();
    assertThat(accumulator.nonFinite()).isZero();
    assertThat(accumulator.samples()).isZero();
    assertThatIllegalStateException().isThrownBy(() -> accumulator.total(Metric.EUCLIDEAN));
  }

  @Test
  void restoredBetweenMicroBatchesContinuesWithTheSameBits() throws IOException {
    MomentsAccumulator all = new MomentsAccumulator(1);
    all.addMicroBatch(FixedSums.of(1, 1, 0), 3);
    all.addMicroBatch(FixedSums.of(2, 1.5, 0.7), 5);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    all.save(new DataOutputStream(bytes));
    MomentsAccumulator restored = new MomentsAccumulator(1);
    restored.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    all.addMicroBatch(FixedSums.of(4, 1.25, 0.3), 8);
    restored.addMicroBatch(FixedSums.of(4, 1.25, 0.3), 8);
    assertThat(restored.total(Metric.EUCLIDEAN)).isEqualTo(all.total(Metric.EUCLIDEAN));
    assertThat(restored.segment(Metric.OPTIMIZER, 0)).isEqualTo(all.segment(Metric.OPTIMIZER, 0));
  }

  @Test
  void badArgumentsAreNamed() {
    MomentsAccumulator accumulator = new MomentsAccumulator(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> accumulator.addMicroBatch(FixedSums.of(1, 1, 0), 0))
        .withMessage("added is 0, allowed: at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new MomentsAccumulator(3).addMicroBatch(FixedSums.of(1, 1, 0), 1))
        .withMessage("sums of 1 segments, allowed: 3");
    accumulator.addPerSample(FixedSums.of(1, 1, 0), 2);
    assertThatIllegalStateException()
        .isThrownBy(() -> accumulator.addPerSample(FixedSums.of(1, 1, 0), 2));
    assertThat(accumulator.groups()).isEqualTo(2);
  }
}
