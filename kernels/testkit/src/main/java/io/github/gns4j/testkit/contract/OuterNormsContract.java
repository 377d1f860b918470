package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.OuterProducts.Bias;
import io.github.gns4j.kernels.OuterProducts.Into;
import io.github.gns4j.kernels.OuterProducts.Shape;
import io.github.gns4j.testkit.contract.LayerNormsCase.Settings;
import io.github.gns4j.testkit.oracle.Expected;
import io.github.gns4j.testkit.oracle.OuterNormsOracle;
import java.util.ArrayList;
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
          new Shape(2, 5, 1, 9),
          new Shape(2, 12, 150, 20),
          new Shape(2, 150, 9, 12),
          new Shape(2, 70, 33, 40));

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
          double scale = bias == Bias.PRESENT ? 3 : 1;
          Settings settings = new Settings(type, Values.NORMAL, bias, into, scale);
          cases.add(new OuterNormsCase(shape, settings));
        }
      }
    }
    return cases;
  }

  private static List<KernelCase> special(ElementType type, Values values) {
    List<KernelCase> cases = new ArrayList<>();
    for (Shape shape : List.of(new Shape(4, 1, 7, 5), new Shape(3, 2, 20, 20))) {
      Settings settings = new Settings(type, values, Bias.PRESENT, Into.REPLACE, 1);
      cases.add(new OuterNormsCase(shape, settings));
    }
    return cases;
  }

  private static final class OuterNormsCase extends LayerNormsCase {
    private final Shape shape;

    OuterNormsCase(Shape shape, Settings settings) {
      super(
          "activations",
          new Lengths(shape.activationLength(), shape.deltaLength(), (int) shape.rows()),
          settings);
      this.shape = shape;
    }

    @Override
    void launch(Execution e) {
      OuterProducts products =
          new OuterProducts(
              e.view("activations"),
              e.view("deltas"),
              shape,
              settings.bias(),
              e.view("norms"),
              settings.into());
      e.kernels().outerNorms(products, settings.scale());
    }

    @Override
    Expected expected(double[] activations, double[] deltas, double[] there) {
      return new OuterNormsOracle(shape, settings.bias(), settings.scale())
          .run(activations, deltas, there);
    }

    @Override
    public String toString() {
      return "outerNorms of " + shape + ", " + settings;
    }
  }
}
