package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Shape;
import io.github.gns4j.kernels.ConvolutionProducts.Window;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts.Bias;
import io.github.gns4j.kernels.OuterProducts.Into;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Norms of convolution gradients, both forms and both loops, against the definition. */
class ConvolutionNormsTest {
  /** Terms of the longest sum in the properties, times the unit roundoff. */
  private static final double RELATIVE = 1e5 * 0x1p-53;

  private static final Kernels SCALAR = Kernels.of(new ScalarProvider().open(2));
  private static final Kernels VECTOR = Kernels.of(VectorLoops.backend("vector", Workers.shared()));

  private static HostArray random(ElementType type, long length, Random random) {
    HostArray array = HostArray.allocate(type, length);
    for (long i = 0; i < length; i++) {
      array.set(i, random.nextDouble(-1, 1));
    }
    return array;
  }

  private static double pixel(ConvolutionProducts p, int sample, int channel, int y, int x) {
    Axis v = p.shape().vertical();
    Axis h = p.shape().horizontal();
    boolean inside = y >= 0 && y < v.inputs() && x >= 0 && x < h.inputs();
    long row = ((long) sample * p.shape().channels() + channel) * v.inputs() + y;
    return inside ? ((HostArray) p.images()).get(row * h.inputs() + x) : 0;
  }

  private static double delta(ConvolutionProducts p, int sample, int filter, int y, int x) {
    Axis v = p.shape().vertical();
    Axis h = p.shape().horizontal();
    long row = ((long) sample * p.shape().filters() + filter) * v.outputs() + y;
    return ((HostArray) p.deltas()).get(row * h.outputs() + x);
  }

  private static double definition(ConvolutionProducts p, int sample) {
    Shape s = p.shape();
    Window v = s.vertical().window();
    Window h = s.horizontal().window();
    double norm = 0;
    for (int o = 0; o < s.filters(); o++) {
      double bias = 0;
      for (int y = 0; y < s.vertical().outputs(); y++) {
        for (int x = 0; x < s.horizontal().outputs(); x++) {
          bias += delta(p, sample, o, y, x);
        }
      }
      norm += p.bias() == Bias.PRESENT ? bias * bias : 0;
      for (int weight = 0; weight < s.channels() * v.kernel() * h.kernel(); weight++) {
        double w = weight(p, sample, o, weight);
        norm += w * w;
      }
    }
    return norm;
  }

  private static double weight(ConvolutionProducts p, int sample, int filter, int index) {
    Window v = p.shape().vertical().window();
    Window h = p.shape().horizontal().window();
    int j = index % h.kernel();
    int i = index / h.kernel() % v.kernel();
    int channel = index / (h.kernel() * v.kernel());
    double sum = 0;
    for (int y = 0; y < p.shape().vertical().outputs(); y++) {
      for (int x = 0; x < p.shape().horizontal().outputs(); x++) {
        int row = y * v.stride() + i * v.dilation() - v.padding();
        int column = x * h.stride() + j * h.dilation() - h.padding();
        sum += delta(p, sample, filter, y, x) * pixel(p, sample, channel, row, column);
      }
    }
    return sum;
  }

  private static void check(Kernels kernels, Shape shape, ElementType type, Random random) {
    for (Bias bias : Bias.values()) {
      HostArray norms = random(ElementType.FLOAT64, shape.samples(), random);
      double[] before = norms.toDoubles();
      ConvolutionProducts products =
          new ConvolutionProducts(
              random(type, shape.imageLength(), random),
              random(type, shape.deltaLength(), random),
              shape,
              bias,
              norms,
              bias == Bias.PRESENT ? Into.ADD : Into.REPLACE);
      kernels.convolutionNorms(products, -3);
      for (int i = 0; i < shape.samples(); i++) {
        double expected = 9 * definition(products, i) + (bias == Bias.PRESENT ? before[i] : 0);
        assertThat(norms.get(i)).isCloseTo(expected, within(RELATIVE * (1 + expected)));
      }
    }
  }

  @Provide
  static Arbitrary<Axis> axes() {
    Arbitrary<Window> windows =
        Combinators.combine(
                Arbitraries.integers().between(1, 4),
                Arbitraries.integers().between(1, 3),
                Arbitraries.integers().between(1, 2),
                Arbitraries.integers().between(0, 2))
            .as(Window::new);
    return Combinators.combine(
            Arbitraries.integers().between(1, 12), Arbitraries.integers().between(1, 8), windows)
        .as(Axis::new);
  }

  /** Outputs may see beyond the image on either side, and need not reach its end. */
  @Property(tries = 150)
  void agreesWithTheDefinition(
      @ForAll @IntRange(min = 1, max = 3) int samples,
      @ForAll @IntRange(min = 1, max = 9) int channels,
      @ForAll @IntRange(min = 1, max = 9) int filters,
      @ForAll("axes") Axis vertical,
      @ForAll("axes") Axis horizontal,
      @ForAll long seed) {
    Shape shape = new Shape(samples, channels, filters, vertical, horizontal);
    Random random = new Random(seed);
    check(SCALAR, shape, ElementType.FLOAT64, random);
    check(VECTOR, shape, ElementType.FLOAT64, random);
    check(VECTOR, shape, ElementType.FLOAT32, random);
  }

  private static Axis valid(int inputs, int kernel) {
    return new Axis(inputs, inputs - kernel + 1, new Window(kernel, 1, 1, 0));
  }

  static Shape firstOfLenet() {
    return new Shape(2, 1, 20, valid(28, 5), valid(28, 5));
  }

  static Shape secondOfLenet() {
    return new Shape(2, 20, 50, valid(12, 5), valid(12, 5));
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64"})
  void bothFormsAreUsed(ElementType type) {
    assertThat(ConvolutionPlan.of(firstOfLenet()).isGram()).isFalse();
    assertThat(ConvolutionPlan.of(secondOfLenet()).isGram()).isTrue();
    for (Kernels kernels : Stream.of(SCALAR, VECTOR).toList()) {
      check(kernels, firstOfLenet(), type, new Random(1));
      check(kernels, secondOfLenet(), type, new Random(2));
    }
  }

  @Test
  void sameBitsOnAnyNumberOfThreads() {
    double[] one = norms(Kernels.of(new ScalarProvider().open(1)));
    assertThat(norms(Kernels.of(new ScalarProvider().open(3)))).containsExactly(one);
  }

  private static double[] norms(Kernels kernels) {
    Shape shape = new Shape(40, 3, 5, valid(12, 3), valid(11, 4));
    Random random = new Random(3);
    HostArray norms = HostArray.allocate(ElementType.FLOAT64, shape.samples());
    kernels.convolutionNorms(
        new ConvolutionProducts(
            random(ElementType.FLOAT32, shape.imageLength(), random),
            random(ElementType.FLOAT32, shape.deltaLength(), random),
            shape,
            Bias.PRESENT,
            norms,
            Into.REPLACE),
        1);
    return norms.toDoubles();
  }

  @Test
  void aNonFiniteDeltaShowsInItsSampleOnly() {
    Shape shape = new Shape(3, 2, 3, valid(6, 3), valid(6, 3));
    Random random = new Random(4);
    HostArray deltas = random(ElementType.FLOAT32, shape.deltaLength(), random);
    deltas.set(shape.deltaLength() / 3, Double.NaN);
    HostArray norms = HostArray.allocate(ElementType.FLOAT64, 3);
    HostArray images = random(ElementType.FLOAT32, shape.imageLength(), random);
    VECTOR.convolutionNorms(
        new ConvolutionProducts(images, deltas, shape, Bias.PRESENT, norms, Into.REPLACE), 1);
    assertThat(DoubleStream.of(norms.toDoubles()).mapToObj(Double::isFinite))
        .containsExactly(true, false, true);
  }

  @Test
  void wrongArgumentsAreNamed() {
    Shape shape = firstOfLenet();
    Random random = new Random(5);
    HostArray norms = HostArray.allocate(ElementType.FLOAT64, 2);
    HostArray images = random(ElementType.FLOAT32, shape.imageLength(), random);
    HostArray deltas = random(ElementType.FLOAT32, shape.deltaLength() - 1, random);
    ConvolutionProducts products =
        new ConvolutionProducts(images, deltas, shape, Bias.ABSENT, norms, Into.REPLACE);
    assertThatThrownBy(() -> SCALAR.convolutionNorms(products, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("deltas has 23039 elements, allowed: 23040");
    assertThatThrownBy(() -> SCALAR.convolutionNorms(products, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Window(3, 0, 1, 0)).hasMessage("stride is 0, allowed: at least 1");
  }
}
