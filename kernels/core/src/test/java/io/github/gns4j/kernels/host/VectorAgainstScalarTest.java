package io.github.gns4j.kernels.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Kernels;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The two backends compute elements with the same operations in the same order, so that they agree
 * to the bit; sums differ by the order of additions. (LAMB's steps follow from sums: its elements
 * are left to the contract tests.)
 */
class VectorAgainstScalarTest {
  /** Sums add at most 256 terms in one float before they go on in double. */
  private static final double FLOAT_SUMS = 256 * 0x1p-24;

  private static final double DOUBLE_SUMS = 1e-12;

  /** From 131,072 elements on blocks of FLOAT32 are longer. */
  private static final int LONG_BLOCKS = 140_001;

  private final Kernels scalar = Kernels.of(new ScalarProvider().open());
  private final Kernels vector = Kernels.of(VectorLoops.backend("vector", Workers.shared()));

  static Stream<Arguments> data() {
    Stream.Builder<Arguments> all = Stream.builder();
    for (int length : new int[] {0, 1, 8, 9, 513, 9_001}) {
      for (double magnitude : new double[] {1, 1e-25, 1e25, 0}) {
        all.add(Arguments.of(ElementType.FLOAT32, ElementType.FLOAT32, length, magnitude));
      }
      all.add(Arguments.of(ElementType.FLOAT64, ElementType.FLOAT64, length, 1.0));
      all.add(Arguments.of(ElementType.FLOAT64, ElementType.FLOAT64, length, 1e200));
      all.add(Arguments.of(ElementType.FLOAT64, ElementType.FLOAT32, length, 1.0));
      all.add(Arguments.of(ElementType.FLOAT32, ElementType.FLOAT16, length, 1e-3));
      all.add(Arguments.of(ElementType.FLOAT32, ElementType.BFLOAT16, length, 1e-3));
    }
    all.add(Arguments.of(ElementType.FLOAT32, ElementType.FLOAT32, LONG_BLOCKS, 1.0));
    all.add(Arguments.of(ElementType.FLOAT32, ElementType.FLOAT32, LONG_BLOCKS, 1e-25));
    return all.build();
  }

  @ParameterizedTest
  @MethodSource("data")
  void sameElementsAndNearlySameSums(
      ElementType state, ElementType gradient, int length, double magnitude) {
    Passes.Data data = new Passes.Data(state, gradient, Passes.layout(length), magnitude);
    Passes expected = new Passes(scalar, data).run();
    Passes actual = new Passes(vector, data).run();
    for (int i = 0; i < expected.names().size(); i++) {
      String name = expected.names().get(i);
      assertThat(actual.elements().get(i)).as(name).isEqualTo(expected.elements().get(i));
      boolean inFloat =
          state == ElementType.FLOAT32 || (name.equals("norm") && gradient == ElementType.FLOAT32);
      double tolerance = inFloat ? FLOAT_SUMS : DOUBLE_SUMS;
      assertNear(name, actual.sums().get(i), expected.sums().get(i), tolerance);
    }
  }

  private static void assertNear(String name, double[] actual, double[] expected, double rtol) {
    double largest = 0;
    for (double x : expected) {
      largest = Math.max(largest, Double.isFinite(x) ? Math.abs(x) : 0);
    }
    for (int i = 0; i < expected.length; i++) {
      if (Double.isFinite(expected[i])) {
        assertThat(Math.abs(actual[i] - expected[i]))
            .as("%s [%d]: %s, expected %s", name, i, actual[i], expected[i])
            .isLessThanOrEqualTo(rtol * Math.max(Math.abs(expected[i]), slack(name, largest)));
      } else {
        assertThat(actual[i]).as("%s [%d]", name, i).matches(x -> !Double.isFinite(x));
      }
    }
  }

  /** Products of either sign and means near 0 are only as good as their largest term. */
  private static double slack(String name, double largest) {
    return name.startsWith("dot") || name.startsWith("perSample mean") ? largest : 0;
  }
}
