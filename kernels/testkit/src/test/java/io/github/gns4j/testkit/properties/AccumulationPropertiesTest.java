package io.github.gns4j.testkit.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.testkit.Backends;
import io.github.gns4j.testkit.HostCopies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** However a batch is cut into micro-batches, its mean and its noise are the same. */
class AccumulationPropertiesTest {
  /**
   * Elements are below 2, so a mean of n samples built in k ≤ n steps is off by at most 4·2·(k + 3)
   * roundoffs (each step rounds the scaled difference, the product and the sum, of numbers below
   * 4).
   */
  private static double meanError(ElementType type, int samples) {
    return 8 * (samples + 3) * Fixture.roundoff(type);
  }

  /**
   * A deviation below 3 that is off by e changes its square by at most 6e + e²; there are n·P of
   * them, and up to 256 squares below 9 may be added in the type.
   */
  private static double noiseError(ElementType type, int samples, int length) {
    double perTerm = 6.1 * meanError(type, samples) + 9 * 256 * Fixture.roundoff(type);
    return samples * length * perTerm;
  }

  @Provide
  Arbitrary<Kernels> kernels() {
    return Arbitraries.of(Backends.available("scalar", "vector"));
  }

  @Provide
  Arbitrary<ElementType> types() {
    return Arbitraries.of(ElementType.FLOAT32, ElementType.FLOAT64);
  }

  @Property(tries = 60, seed = "41")
  void anySplitHasTheSameMeanAndTheNoiseOfItsGroups(
      @ForAll("kernels") Kernels kernels,
      @ForAll("types") ElementType type,
      @ForAll @IntRange(min = 1, max = 40) int samples,
      @ForAll @IntRange(min = 1, max = 150) int length,
      @ForAll long seed) {
    double[][] rows = rows(kernels, type, samples, length, seed);
    long[] sizes = split(samples, seed);
    double[][] groups = groupMeans(rows, sizes);
    Fixture.Accumulated result = Fixture.accumulate(kernels, type, groups, sizes);
    double[] mean = mean(rows, 0, samples);
    for (int i = 0; i < length; i++) {
      assertThat(result.mean()[i]).isCloseTo(mean[i], within(meanError(type, samples)));
    }
    double between = 0;
    for (int j = 0; j < sizes.length; j++) {
      between += sizes[j] * squaredDistance(groups[j], mean);
    }
    assertThat(result.deviations()).isCloseTo(between, within(noiseError(type, samples, length)));
  }

  @Property(tries = 60, seed = "42")
  void singleSamplesHaveTheMomentsOfOnePass(
      @ForAll("kernels") Kernels kernels,
      @ForAll("types") ElementType type,
      @ForAll @IntRange(min = 1, max = 40) int samples,
      @ForAll @IntRange(min = 1, max = 150) int length,
      @ForAll long seed) {
    double[][] rows = rows(kernels, type, samples, length, seed);
    long[] ones = new long[samples];
    Arrays.fill(ones, 1);
    Fixture.Accumulated result = Fixture.accumulate(kernels, type, rows, ones);
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    FlatArray mean = kernels.allocate(type, length);
    Segments segments = Segments.single(length);
    Sums sums = kernels.newSums(segments);
    FlatArray matrix = HostCopies.upload(kernels, type, flat);
    kernels.perSampleMoments(new PerSample(matrix, samples, mean, null, segments), 1, null, sums);
    double[] onePass = HostCopies.read(kernels, mean);
    for (int i = 0; i < length; i++) {
      assertThat(result.mean()[i]).isCloseTo(onePass[i], within(2 * meanError(type, samples)));
    }
    assertThat(result.deviations())
        .isCloseTo(
            sums.total(Sum.DEVIATION_SQUARED), within(2 * noiseError(type, samples, length)));
  }

  private static double[][] rows(
      Kernels kernels, ElementType type, int samples, int length, long seed) {
    double[][] rows = new double[samples][];
    for (int i = 0; i < samples; i++) {
      rows[i] = Fixture.samples(kernels, type, length, seed + i);
    }
    return rows;
  }

  private static long[] split(int samples, long seed) {
    SplittableRandom random = new SplittableRandom(~seed);
    List<Long> sizes = new ArrayList<>();
    for (int left = samples; left > 0; ) {
      int size = random.nextInt(1, left + 1);
      sizes.add((long) size);
      left -= size;
    }
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }

  private static double[][] groupMeans(double[][] rows, long[] sizes) {
    double[][] means = new double[sizes.length][];
    int begin = 0;
    for (int j = 0; j < sizes.length; j++) {
      means[j] = mean(rows, begin, begin + (int) sizes[j]);
      begin += (int) sizes[j];
    }
    return means;
  }

  private static double[] mean(double[][] rows, int begin, int end) {
    double[] mean = new double[rows[0].length];
    for (int i = 0; i < mean.length; i++) {
      for (int row = begin; row < end; row++) {
        mean[i] += rows[row][i] / (end - begin);
      }
    }
    return mean;
  }

  private static double squaredDistance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }
}
