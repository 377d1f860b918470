package io.github.gns4j.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Shape;
import io.github.gns4j.kernels.ConvolutionProducts.Window;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts.Bias;
import io.github.gns4j.kernels.OuterProducts.Into;
import io.github.gns4j.testkit.HostCopies;
import io.github.gns4j.testkit.oracle.ConvolutionNormsOracle;
import io.github.gns4j.testkit.oracle.Expected;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Norms of convolution gradients where tiles of 16 are full, ragged and single. */
class ConvolutionNormsCudaTest {
  private static final double SCALE = -1.5;

  private static FlatArray random(Kernels kernels, ElementType type, long length, long seed) {
    double[] values = new SplittableRandom(seed).doubles(length, -1, 1).toArray();
    return HostCopies.upload(kernels, type, values);
  }

  /**
   * Sequences of {@code outputs} positions. Many weights take the Gram form over 1, 2 and 3 tiles
   * of positions; few take the direct form over tiles of weights, in one of which the bias is
   * alone.
   */
  @ParameterizedTest
  @CsvSource({
    "16, 16, 3, 64",
    "17, 11, 3, 70",
    "32, 32, 2, 96",
    "33, 40, 2, 90",
    "40, 16, 1, 16",
    "40, 5, 3, 17",
    "48, 8, 2, 5",
    "100, 1, 1, 1"
  })
  void agreesWithTheOracle(int outputs, int channels, int kernel, int filters) {
    Window window = new Window(kernel, 1, 1, kernel / 2);
    Axis sequence = new Axis(outputs + kernel - 1 - kernel / 2, outputs, window);
    Shape shape = new Shape(2, channels, filters, new Axis(1, 1, Window.ONE), sequence);
    try (Kernels cuda = Emulator.kernels(Emulator.Order.IN_TURNS)) {
      for (ElementType type : new ElementType[] {ElementType.FLOAT32, ElementType.FLOAT64}) {
        for (Bias bias : Bias.values()) {
          check(cuda, shape, type, bias);
        }
      }
    }
  }

  private static void check(Kernels cuda, Shape shape, ElementType type, Bias bias) {
    FlatArray images = random(cuda, type, shape.imageLength(), 1);
    FlatArray deltas = random(cuda, type, shape.deltaLength(), 2);
    FlatArray norms = random(cuda, ElementType.FLOAT64, shape.samples(), 3);
    Expected expected =
        new ConvolutionNormsOracle(shape, bias, SCALE)
            .run(
                HostCopies.read(cuda, images),
                HostCopies.read(cuda, deltas),
                HostCopies.read(cuda, norms));
    cuda.convolutionNorms(
        new ConvolutionProducts(images, deltas, shape, bias, norms, Into.ADD), SCALE);
    double[] actual = HostCopies.read(cuda, norms);
    for (int i = 0; i < actual.length; i++) {
      assertThat(expected.accepts(i, actual[i]))
          .as("%s, %s, %s, sample %d: %s", shape, type, bias, i, actual[i])
          .isTrue();
    }
  }
}
