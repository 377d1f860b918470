package io.github.gns4j.kernels.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.OuterProducts.Bias;
import io.github.gns4j.kernels.OuterProducts.Into;
import io.github.gns4j.kernels.OuterProducts.Shape;
import io.github.gns4j.testkit.HostCopies;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Per-sample norms from activations and deltas, against the portable form on the host. */
class OuterNormsCudaTest {
  /** Terms of the longest sum below, 40 · 33 · 20, times the double unit roundoff. */
  private static final double RELATIVE = 40 * 33 * 20 * 0x1p-53;

  private static double[] random(long length, long seed) {
    return new SplittableRandom(seed).doubles(length, -1, 1).toArray();
  }

  private static double[] norms(Kernels kernels, ElementType type, Shape shape, Bias bias) {
    FlatArray norms = HostCopies.upload(kernels, ElementType.FLOAT64, random(shape.rows(), 3));
    OuterProducts products =
        new OuterProducts(
            HostCopies.upload(kernels, type, random(shape.activationLength(), 1)),
            HostCopies.upload(kernels, type, random(shape.deltaLength(), 2)),
            shape,
            bias,
            norms,
            bias == Bias.PRESENT ? Into.ADD : Into.REPLACE);
    kernels.outerNorms(products, 1.5);
    return HostCopies.read(kernels, norms);
  }

  /** Dense, Gram and direct forms; tiles of 16 that are full, ragged, and single. */
  @ParameterizedTest
  @CsvSource({
    "3, 1, 300, 7",
    "2, 2, 1030, 7",
    "2, 3, 40, 33",
    "3, 4, 70, 1100",
    "1, 1, 1, 1",
    "2, 16, 40, 33",
    "3, 17, 33, 40",
    "2, 33, 70, 80",
    "2, 40, 16, 16",
    "3, 40, 5, 17",
    "2, 40, 33, 20",
    "1, 2, 1, 1"
  })
  void agreesWithTheHost(long rows, long positions, long inputs, long outputs) {
    Shape shape = new Shape(rows, positions, inputs, outputs);
    try (Kernels host = Kernels.named("scalar");
        Kernels cuda = Emulator.kernels(Emulator.Order.IN_TURNS)) {
      for (ElementType type : ElementType.values()) {
        for (Bias bias : Bias.values()) {
          double[] expected = norms(host, type, shape, bias);
          double[] actual = norms(cuda, type, shape, bias);
          for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i])
                .as("%s, %s, %s, row %d", shape, type, bias, i)
                .isCloseTo(expected[i], within(RELATIVE * (1 + expected[i])));
          }
        }
      }
    }
  }
}
