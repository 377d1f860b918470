package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Shape;
import io.github.gns4j.kernels.ConvolutionProducts.Window;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts.Bias;
import io.github.gns4j.kernels.OuterProducts.Into;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.testkit.oracle.ConvolutionNormsOracle;
import io.github.gns4j.testkit.oracle.Expected;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contract of {@link Kernels#convolutionNorms}, for backends of the host. */
public abstract class ConvolutionNormsContract extends KernelContract {
  private static final Axis ROW = new Axis(1, 1, Window.ONE);

  /** All pixels are seen, without padding. Many weights and few: the direct form and Gram's. */
  private static final Shape DIRECT = new Shape(3, 2, 3, valid(9, 3), valid(7, 2));

  private static final Shape GRAM = new Shape(3, 16, 24, valid(7, 3), valid(6, 3));

  /** The smallest; a sequence; strides, dilations and padding on either axis; beyond the image. */
  private static final List<Shape> SHAPES =
      List.of(
          new Shape(1, 1, 1, ROW, ROW),
          new Shape(4, 5, 9, ROW, new Axis(23, 21, new Window(5, 1, 1, 1))),
          DIRECT,
          GRAM,
          new Shape(2, 3, 8, new Axis(11, 5, new Window(3, 2, 1, 0)), valid(12, 4)),
          new Shape(2, 3, 17, valid(6, 2), new Axis(13, 4, new Window(2, 3, 1, 0))),
          new Shape(5, 1, 7, new Axis(10, 8, new Window(3, 1, 2, 1)), new Axis(5, 5, same(3))),
          new Shape(2, 9, 10, new Axis(4, 4, same(3)), new Axis(4, 6, new Window(2, 2, 2, 2))));

  /** For subclasses. */
  protected ConvolutionNormsContract() {}

  private static Axis valid(int inputs, int kernel) {
    return new Axis(inputs, inputs - kernel + 1, new Window(kernel, 1, 1, 0));
  }

  private static Window same(int kernel) {
    return new Window(kernel, 1, 1, kernel / 2);
  }

  @Override
  public Map<String, List<KernelCase>> groups() {
    Map<String, List<KernelCase>> groups = new LinkedHashMap<>();
    for (ElementType type : List.of(ElementType.FLOAT32, ElementType.FLOAT64)) {
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
          cases.add(new ConvolutionCase(input, bias, into, bias == Bias.PRESENT ? -3 : 1));
        }
      }
    }
    return cases;
  }

  private static List<KernelCase> special(ElementType type, Values values) {
    List<KernelCase> cases = new ArrayList<>();
    for (Shape shape : List.of(DIRECT, GRAM)) {
      cases.add(new ConvolutionCase(new Input(shape, type, values), Bias.PRESENT, Into.REPLACE, 1));
    }
    return cases;
  }

  /** The layer: the special values are among the pixels. */
  private record Input(Shape shape, ElementType type, Values values) {
    double[] images() {
      return numbers(values, shape.imageLength(), 1);
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

  private static final class ConvolutionCase extends KernelCase {
    private final Input input;
    private final Bias bias;
    private final Into into;
    private final double scale;

    ConvolutionCase(Input input, Bias bias, Into into, double scale) {
      this.input = input;
      this.bias = bias;
      this.into = into;
      this.scale = scale;
    }

    @Override
    Comparison run(Execution e) {
      double[] x = e.place("images", input.type, input.images(), 1);
      double[] d = e.place("deltas", input.type, input.deltas(), 3);
      double[] there = new double[input.shape.samples()];
      Arrays.fill(there, into == Into.ADD ? 0.5 : Double.NaN);
      e.place("norms", ElementType.FLOAT64, there, 1);
      ConvolutionProducts products =
          new ConvolutionProducts(
              e.view("images"), e.view("deltas"), input.shape, bias, e.view("norms"), into);
      e.kernels().convolutionNorms(products, scale);
      return () -> {
        ConvolutionNormsOracle oracle = new ConvolutionNormsOracle(input.shape, bias, scale);
        Expected expected = oracle.run(x, d, into == Into.ADD ? there : null);
        e.checkNonFiniteAlike("norms", expected);
      };
    }

    @Override
    public String toString() {
      return "convolutionNorms of " + input + ", bias " + bias + ", " + into + ", scale " + scale;
    }
  }
}
