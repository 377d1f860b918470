package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.OuterProducts.Bias;
import io.github.gns4j.kernels.OuterProducts.Into;
import io.github.gns4j.kernels.OuterProducts.Shape;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.testkit.oracle.Expected;
import io.github.gns4j.testkit.oracle.OuterNormsOracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contract of {@link Kernels#outerNorms}. */
public abstract class OuterNormsContract extends KernelContract {
  /** The smallest; dense, also beyond vectors and blocks; Gram; through the gradient. */
  private static final List<Shape> SHAPES =
      List.of(
          new Shape(1, 1, 1, 1),
          new Shape(4, 1, 7, 5),
          new Shape(3, 1, 513, 65),
          new Shape(65, 1, 17, 3),
          new Shape(3, 2, 20, 20),
          new Shape(2, 3, 1030, 9),
          new Shape(3, 4, 37, 50),
          new Shape(2, 6, 40, 30),
          new Shape(2, 33, 130, 67),
          new Shape(3, 30, 3, 4),
          new Shape(2, 5, 1, 9));

  /** For subclasses. */
  protected OuterNormsContract() {}

  @Override
  public Map<String, List<KernelCase>> groups() {
    Map<String, List<KernelCase>> groups = new LinkedHashMap<>();
    for (ElementType type : ElementType.values()) {
      groups.put("shapes: " + type, shapes(type));
      for (Values values : Values.values()) {
        groups.put(values.reason() + ": " + type, special(type, values));
      }
    }
    return groups;
  }

  private static List<KernelCase> shapes(ElementType type) {
    List<KernelCase> cases = new ArrayList<>();
    for (Shape shape : SHAPES) {
      for (Bias bias : Bias.values()) {
        for (Into into : Into.values()) {
          Input input = new Input(shape, type, Values.NORMAL);
          cases.add(new OuterNormsCase(input, bias, into, bias == Bias.PRESENT ? 3 : 1));
        }
      }
    }
    return cases;
  }

  private static List<KernelCase> special(ElementType type, Values values) {
    List<KernelCase> cases = new ArrayList<>();
    for (Shape shape : List.of(new Shape(4, 1, 7, 5), new Shape(3, 2, 20, 20))) {
      Input input = new Input(shape, type, values);
      cases.add(new OuterNormsCase(input, Bias.PRESENT, Into.REPLACE, 1));
    }
    return cases;
  }

  /** The layer: the special values are among the activations. */
  private record Input(Shape shape, ElementType type, Values values) {
    double[] activations() {
      return numbers(values, shape.activationLength(), 1);
    }

    double[] deltas() {
      Values ordinary = values.isNonFinite() ? Values.NORMAL : values;
      return numbers(ordinary, shape.deltaLength(), 2);
    }

    private double[] numbers(Values kind, long length, long stream) {
      Layout layout = new Layout("layer", Segments.single(length), 0);
      return kind.gradient(layout, type, KernelContract.SEED + stream);
    }
  }

  private static final class OuterNormsCase extends KernelCase {
    private final Input input;
    private final Bias bias;
    private final Into into;
    private final double scale;

    OuterNormsCase(Input input, Bias bias, Into into, double scale) {
      this.input = input;
      this.bias = bias;
      this.into = into;
      this.scale = scale;
    }

    @Override
    Comparison run(Execution e) {
      double[] a = e.place("activations", input.type, input.activations(), 1);
      double[] d = e.place("deltas", input.type, input.deltas(), 3);
      double[] there = new double[(int) input.shape.rows()];
      Arrays.fill(there, into == Into.ADD ? 0.5 : Double.NaN);
      e.place("norms", ElementType.FLOAT64, there, 1);
      OuterProducts products =
          new OuterProducts(
              e.view("activations"), e.view("deltas"), input.shape, bias, e.view("norms"), into);
      e.kernels().outerNorms(products, scale);
      return () -> {
        OuterNormsOracle oracle = new OuterNormsOracle(input.shape, bias, scale);
        Expected expected = oracle.run(a, d, into == Into.ADD ? there : null);
        e.checkNonFiniteAlike("norms", expected);
      };
    }

    @Override
    public String toString() {
      return "outerNorms of " + input + ", bias " + bias + ", " + into + ", scale " + scale;
    }
  }
}
