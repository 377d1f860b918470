package io.github.gns4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.kernels.OuterProducts.Bias;
import io.github.gns4j.kernels.OuterProducts.Into;
import io.github.gns4j.kernels.OuterProducts.Shape;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The outer norms against gradients that are formed entry by entry. */
class OuterNormsTest {
  /** Products of the longest sum below (positions · inputs · outputs) times the unit roundoff. */
  private static final double RELATIVE = 1e4 * 0x1p-53;

  private final SplittableRandom random = new SplittableRandom(41);

  private HostArray random(long length) {
    HostArray array = HostArray.allocate(ElementType.FLOAT64, length);
    for (long i = 0; i < length; i++) {
      array.set(i, random.nextDouble(-1, 1));
    }
    return array;
  }

  /** |W_i|² by the definition: each entry of the weight gradient is formed and squared. */
  private static double definition(OuterProducts p, long row) {
    Shape s = p.shape();
    double norm = 0;
    for (long i = 0; i < s.inputs() + (p.bias() == Bias.PRESENT ? 1 : 0); i++) {
      for (long o = 0; o < s.outputs(); o++) {
        double entry = 0;
        for (long t = row * s.positions(); t < (row + 1) * s.positions(); t++) {
          double a = i == s.inputs() ? 1 : ((HostArray) p.activations()).get(t * s.inputs() + i);
          entry += a * ((HostArray) p.deltas()).get(t * s.outputs() + o);
        }
        norm += entry * entry;
      }
    }
    return norm;
  }

  /** One position is the dense form, (3, 2, 20, 20) is Gram, (3, 30, 3, 4) forms the gradient. */
  @ParameterizedTest
  @CsvSource({"4,1,7,5", "1,1,1,1", "3,2,20,20", "3,30,3,4", "2,5,1,9"})
  void agreesWithTheDefinition(long rows, long positions, long inputs, long outputs) {
    Shape shape = new Shape(rows, positions, inputs, outputs);
    for (Bias bias : Bias.values()) {
      HostArray norms = random(rows);
      double[] before = norms.toDoubles();
      OuterProducts products =
          new OuterProducts(
              random(shape.activationLength()),
              random(shape.deltaLength()),
              shape,
              bias,
              norms,
              bias == Bias.PRESENT ? Into.ADD : Into.REPLACE);
      Kernels.named("scalar").outerNorms(products, 3);
      for (int row = 0; row < rows; row++) {
        double expected = 9 * definition(products, row) + (bias == Bias.PRESENT ? before[row] : 0);
        assertThat(norms.get(row)).isCloseTo(expected, within(RELATIVE * (1 + expected)));
      }
    }
  }

  @Test
  void formsAreChosenBySize() {
    assertThat(new Shape(1, 2, 20, 20).gramIsCheaper()).isTrue();
    assertThat(new Shape(1, 576, 25, 20).gramIsCheaper()).isFalse();
  }

  @Test
  void wrongArgumentsAreNamed() {
    Shape shape = new Shape(2, 1, 3, 4);
    OuterProducts shortDeltas =
        new OuterProducts(random(6), random(7), shape, Bias.ABSENT, random(2), Into.REPLACE);
    assertThatThrownBy(() -> OuterProductChecks.outerNorms(Placement.HOST, shortDeltas, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("deltas has 7 elements, allowed: 8");
    HostArray shared = random(8);
    OuterProducts overlapping =
        new OuterProducts(random(6), shared, shape, Bias.ABSENT, shared.slice(2, 2), Into.REPLACE);
    assertThatThrownBy(() -> OuterProductChecks.outerNorms(Placement.HOST, overlapping, 1))
        .hasMessage("squaredNorms overlaps deltas");
    assertThatThrownBy(() -> new Shape(0, 1, 1, 1)).hasMessage("rows is 0, allowed: at least 1");
  }
}
