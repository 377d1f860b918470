package io.github.gns4j.testkit.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.testkit.Backends;
import io.github.gns4j.testkit.HostCopies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** What does not depend on the order of segments, on statistics, or on the unit of a gradient. */
class SegmentPropertiesTest {
  private static final AdamHyper ADAM =
      new AdamHyper(0.01, 0.9, 0.999, 1e-8, WeightDecay.NONE, 0.1, 0.001);
  private static final SgdHyper SGD =
      new SgdHyper(0.1, 0, 0, SgdHyper.Form.CLASSIC, WeightDecay.NONE, false);

  @Provide
  Arbitrary<Kernels> kernels() {
    return Arbitraries.of(Backends.available("scalar", "vector"));
  }

  @Provide
  Arbitrary<ElementType> types() {
    return Arbitraries.of(ElementType.FLOAT32, ElementType.FLOAT64);
  }

  /** The first moment, and the sums of each segment by its name. */
  private record Stepped(double[] first, Sums sums) {}

  private static Stepped adam(
      Kernels kernels, ElementType type, Segments segments, double[] gradient) {
    int n = gradient.length;
    FlatArray w = kernels.allocate(type, n);
    FlatArray m = kernels.allocate(type, n);
    FlatArray v = kernels.allocate(type, n);
    FlatArray g = HostCopies.upload(kernels, type, gradient);
    Sums sums = kernels.newSums(segments);
    StepArrays arrays = new StepArrays(w, g, m, v, segments, StepArrays.Output.PARAMETERS);
    kernels.adamStep(arrays, ADAM, Gate.OPEN, sums);
    return new Stepped(HostCopies.read(kernels, m), sums);
  }

  @Property(tries = 60, seed = "43")
  void segmentsMayStandInAnyOrder(
      @ForAll("kernels") Kernels kernels,
      @ForAll("types") ElementType type,
      @ForAll @IntRange(min = 1, max = 12) int count,
      @ForAll long seed) {
    Segments segments = Fixture.segments(count, seed);
    double[] gradient = Fixture.samples(kernels, type, (int) segments.length(), seed);
    Stepped straight = adam(kernels, type, segments, gradient);
    List<Integer> order = new ArrayList<>(IntStream.range(0, count).boxed().toList());
    Collections.shuffle(order, new Random(seed));
    List<Segment> moved = new ArrayList<>();
    double[] shuffled = new double[gradient.length];
    int offset = 0;
    for (int s : order) {
      Segment old = segments.get(s);
      moved.add(new Segment(old.name(), offset, old.length(), old.kind()));
      System.arraycopy(gradient, (int) old.offset(), shuffled, offset, (int) old.length());
      offset += (int) old.length();
    }
    Stepped other = adam(kernels, type, Segments.of(moved), shuffled);
    for (int position = 0; position < count; position++) {
      compare(straight, segments, order.get(position), other, moved, position);
    }
  }

  /** Elements are bit-equal; sums of n positive terms agree to n roundoffs. */
  private static void compare(
      Stepped a, Segments segments, int s, Stepped b, List<Segment> moved, int t) {
    Segment from = segments.get(s);
    Segment to = moved.get(t);
    assertThat(part(b.first, to)).containsExactly(part(a.first, from));
    for (Sum sum : List.of(Sum.GRADIENT_SQUARED, Sum.UPDATE_SQUARED, Sum.GRADIENT_SQUARED_METRIC)) {
      double expected = a.sums.get(sum, s);
      double bound = expected * (from.length() + 4) * 0x1p-23;
      assertThat(b.sums.get(sum, t)).isCloseTo(expected, within(bound));
    }
  }

  private static double[] part(double[] values, Segment segment) {
    int offset = (int) segment.offset();
    return Arrays.copyOfRange(values, offset, offset + (int) segment.length());
  }

  @Property(tries = 60, seed = "44")
  void statisticsNeverEnterSums(
      @ForAll("kernels") Kernels kernels,
      @ForAll("types") ElementType type,
      @ForAll @IntRange(min = 1, max = 12) int count,
      @ForAll double anything,
      @ForAll long seed) {
    Segments segments = Fixture.segments(count, seed);
    double[] gradient = Fixture.samples(kernels, type, (int) segments.length(), seed);
    Stepped before = adam(kernels, type, segments, gradient);
    for (Segment segment : segments.list()) {
      if (!segment.isGradient()) {
        int offset = (int) segment.offset();
        double odd = seed % 2 == 0 ? Double.NaN : anything;
        Arrays.fill(gradient, offset, offset + (int) segment.length(), odd);
      }
    }
    Stepped after = adam(kernels, type, segments, gradient);
    assertThat(after.first).containsExactly(before.first);
    for (int s = 0; s < count; s++) {
      for (Sum sum : Sum.values()) {
        assertThat(after.sums.get(sum, s)).isEqualTo(before.sums.get(sum, s));
      }
    }
  }

  /** A factor of 2^k is exact, so it must come out of every sum exactly, squared. */
  @Property(tries = 60, seed = "45")
  void sumsFollowTheUnitOfTheGradient(
      @ForAll("kernels") Kernels kernels,
      @ForAll("types") ElementType type,
      @ForAll @IntRange(min = 1, max = 300) int length,
      @ForAll @IntRange(min = -20, max = 20) int exponent,
      @ForAll long seed) {
    Segments segments = Segments.single(length);
    double[] values = Fixture.samples(kernels, type, length, seed);
    FlatArray gradient = HostCopies.upload(kernels, type, values);
    Sums plain = kernels.newSums(segments);
    Sums scaled = kernels.newSums(segments);
    kernels.squaredNorm(gradient, 1, null, plain);
    kernels.squaredNorm(gradient, Math.scalb(1.0, exponent), null, scaled);
    assertThat(scaled.total(Sum.GRADIENT_SQUARED))
        .isEqualTo(Math.scalb(plain.total(Sum.GRADIENT_SQUARED), 2 * exponent));
  }

  /** The coefficient is rounded, multiplied and rounded again: at most 4 roundoffs apart. */
  @Property(tries = 60, seed = "46")
  void clippingIsScalingFirst(
      @ForAll("kernels") Kernels kernels,
      @ForAll("types") ElementType type,
      @ForAll @IntRange(min = 1, max = 300) int length,
      @ForAll long seed) {
    Segments segments = Segments.single(length);
    double[] values = Fixture.samples(kernels, type, length, seed);
    FlatArray clipped = HostCopies.upload(kernels, type, values);
    Sums sums = kernels.newSums(segments);
    kernels.squaredNorm(clipped, 1, null, sums);
    double norm = Math.sqrt(sums.total(Sum.GRADIENT_SQUARED));
    Gate gate = new Gate(sums, Sum.GRADIENT_SQUARED, norm / 3);
    double coefficient = gate.coefficient();
    double[] shorter = Arrays.stream(values).map(x -> x * coefficient).toArray();
    FlatArray scaled = HostCopies.upload(kernels, type, shorter);
    sgdUpdate(kernels, clipped, segments, gate);
    sgdUpdate(kernels, scaled, segments, Gate.OPEN);
    double[] a = HostCopies.read(kernels, clipped);
    double[] b = HostCopies.read(kernels, scaled);
    for (int i = 0; i < length; i++) {
      assertThat(a[i]).isCloseTo(b[i], within(4 * Fixture.roundoff(type) * Math.abs(b[i])));
      assertThat(b[i]).isCloseTo(0.1 * values[i] / 3, within(1e-5 * Math.abs(b[i])));
    }
  }

  private static void sgdUpdate(Kernels kernels, FlatArray gradient, Segments segments, Gate gate) {
    StepArrays arrays =
        new StepArrays(null, gradient, null, null, segments, StepArrays.Output.UPDATE);
    kernels.sgdStep(arrays, SGD, gate, null);
  }
}
