package io.github.gns4j.testkit.properties;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.testkit.HostCopies;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What the properties have in common. */
final class Fixture {
  private Fixture() {}

  static double roundoff(ElementType type) {
    return type == ElementType.FLOAT64 ? 0x1p-53 : 0x1p-24;
  }

  /** Numbers around a common mean, rounded to the type by a trip through an array. */
  static double[] samples(Kernels kernels, ElementType type, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values = random.doubles(length, -1, 2).toArray();
    return HostCopies.read(kernels, HostCopies.upload(kernels, type, values));
  }

  /** Segments of 1 to 40 elements, some of them statistics. */
  static Segments segments(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Segment> list = new ArrayList<>();
    long offset = 0;
    for (int i = 0; i < count; i++) {
      long length = random.nextLong(1, 41);
      Segment.Kind kind = random.nextInt(3) == 0 ? Segment.Kind.STATISTICS : Segment.Kind.GRADIENT;
      list.add(new Segment("s" + i, offset, length, kind));
      offset += length;
    }
    return Segments.of(list);
  }

  /** The mean of micro-batches as kernels accumulate it, and their weighted deviations. */
  record Accumulated(double[] mean, double deviations) {}

  /** Accumulates means of {@code sizes[j]} samples each: {@code means[j]}. */
  static Accumulated accumulate(Kernels kernels, ElementType type, double[][] means, long[] sizes) {
    Segments segments = Segments.single(means[0].length);
    FlatArray mean = kernels.allocate(type, means[0].length);
    Sums sums = kernels.newSums(segments);
    double deviations = 0;
    long before = 0;
    for (int j = 0; j < means.length; j++) {
      FlatArray gradient = HostCopies.upload(kernels, type, means[j]);
      Accumulation how = new Accumulation(1, before, sizes[j]);
      kernels.accumulate(mean, gradient, segments, how, null, sums);
      deviations += before * how.weight() * sums.total(Sum.DEVIATION_SQUARED);
      before += sizes[j];
    }
    return new Accumulated(HostCopies.read(kernels, mean), deviations);
  }
}
