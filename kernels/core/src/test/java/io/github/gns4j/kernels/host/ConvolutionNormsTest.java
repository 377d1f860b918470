package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import org.junit.jupiter.api.Test;

/**
 * Norms of convolution gradients: which form, threads, what is not finite, bad arguments. The
 * numbers are checked by the contract in the test kit.
 */
class ConvolutionNormsTest {
  private static final Kernels SCALAR = Kernels.of(new ScalarProvider().open(2));
  private static final Kernels VECTOR = Kernels.of(VectorLoops.backend("vector", Workers.shared()));

  private static HostArray random(ElementType type, long length, Random random) {
    HostArray array = HostArray.allocate(type, length);
    for (long i = 0; i < length; i++) {
      array.set(i, random.nextDouble(-1, 1));
    }
    return array;
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

  @Test
  void bothFormsAreUsed() {
    assertThat(ConvolutionPlan.of(firstOfLenet()).isGram()).isFalse();
    assertThat(ConvolutionPlan.of(secondOfLenet()).isGram()).isTrue();
    // the two that the contract takes through every kind of value
    assertThat(ConvolutionPlan.of(new Shape(3, 2, 3, valid(9, 3), valid(7, 2))).isGram()).isFalse();
    assertThat(ConvolutionPlan.of(new Shape(3, 16, 24, valid(7, 3), valid(6, 3))).isGram())
        .isTrue();
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
