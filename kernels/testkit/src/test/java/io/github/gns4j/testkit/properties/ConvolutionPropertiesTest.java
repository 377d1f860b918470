package io.github.gns4j.testkit.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Shape;
import io.github.gns4j.kernels.ConvolutionProducts.Window;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts.Bias;
import io.github.gns4j.kernels.OuterProducts.Into;
import io.github.gns4j.testkit.Backends;
import io.github.gns4j.testkit.oracle.ConvolutionNormsOracle;
import io.github.gns4j.testkit.oracle.Expected;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Norms of convolution gradients of any shape, both forms and both loops, against the oracle. */
class ConvolutionPropertiesTest {
  private static final Kernels SCALAR = Backends.named("scalar");
  private static final Kernels VECTOR = Backends.named("vector");

  private static HostArray random(ElementType type, long length, Random random) {
    HostArray array = HostArray.allocate(type, length);
    for (long i = 0; i < length; i++) {
      array.set(i, random.nextDouble(-1, 1));
    }
    return array;
  }

  private static void check(Kernels kernels, Shape shape, ElementType type, Random random) {
    for (Bias bias : Bias.values()) {
      Into into = bias == Bias.PRESENT ? Into.ADD : Into.REPLACE;
      HostArray images = random(type, shape.imageLength(), random);
      HostArray deltas = random(type, shape.deltaLength(), random);
      HostArray norms = random(ElementType.FLOAT64, shape.samples(), random);
      Expected expected =
          new ConvolutionNormsOracle(shape, bias, -3)
              .run(
                  images.toDoubles(),
                  deltas.toDoubles(),
                  into == Into.ADD ? norms.toDoubles() : null);
      kernels.convolutionNorms(
          new ConvolutionProducts(images, deltas, shape, bias, norms, into), -3);
      for (int i = 0; i < shape.samples(); i++) {
        assertThat(expected.accepts(i, norms.get(i)))
            .as("%s, expected %s ± %s", norms.get(i), expected.value(i), expected.error(i))
            .isTrue();
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
  void agreesWithTheOracle(
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

  /** LeNet's: the first takes the direct form, the second Gram's. */
  @ParameterizedTest
  @CsvSource({"1, 20, 28", "20, 50, 12"})
  void layersOfLenet(int channels, int filters, int inputs) {
    Axis axis = new Axis(inputs, inputs - 4, new Window(5, 1, 1, 0));
    Shape shape = new Shape(2, channels, filters, axis, axis);
    for (ElementType type : new ElementType[] {ElementType.FLOAT32, ElementType.FLOAT64}) {
      check(SCALAR, shape, type, new Random(1));
      check(VECTOR, shape, type, new Random(2));
    }
  }
}
