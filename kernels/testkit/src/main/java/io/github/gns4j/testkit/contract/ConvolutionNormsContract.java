package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Shape;
import io.github.gns4j.kernels.ConvolutionProducts.Window;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.OuterProducts.Bias;
import io.github.gns4j.kernels.OuterProducts.Into;
import io.github.gns4j.testkit.contract.LayerNormsCase.Settings;
import io.github.gns4j.testkit.oracle.ConvolutionNormsOracle;
import io.github.gns4j.testkit.oracle.Expected;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contract of {@link Kernels#convolutionNorms}. */
public abstract class ConvolutionNormsContract extends KernelContract {
  private static final Axis ROW = new Axis(1, 1, Window.ONE);

  /** All pixels are seen, without padding. Many weights and few: the direct form and Gram's. */
  private static final Shape DIRECT = new Shape(3, 2, 3, valid(9, 3), valid(7, 2));

  private static final Shape GRAM = new Shape(3, 16, 24, valid(7, 3), valid(6, 3));

  /**
   * Strides step over columns, over rows, or both, that of the middle pixel too, and the last pixel
   * is not reached: what is there, be it NaN, is not part of the result. Twice direct, then Gram.
   */
  private static final List<Shape> UNSEEN =
      List.of(
          new Shape(3, 1, 2, valid(5, 2), new Axis(11, 4, new Window(1, 3, 1, 0))),
          new Shape(1, 1, 2, new Axis(7, 3, new Window(1, 2, 1, 0)), valid(4, 2)),
          new Shape(1, 13, 24, new Axis(9, 3, new Window(2, 3, 1, 1)), new Axis(7, 2, stepping())));

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
          new Shape(2, 9, 10, new Axis(4, 4, same(3)), new Axis(4, 6, new Window(2, 2, 2, 2))),
          new Shape(2, 12, 20, new Axis(4, 4, same(3)), new Axis(3, 3, same(3))),
          new Shape(2, 1, 3, new Axis(12, 12, same(3)), new Axis(11, 11, same(3))),
          new Shape(1, 4, 40, new Axis(6, 6, same(3)), new Axis(7, 7, same(3))));

  /** For subclasses. */
  protected ConvolutionNormsContract() {}

  private static Axis valid(int inputs, int kernel) {
    return new Axis(inputs, inputs - kernel + 1, new Window(kernel, 1, 1, 0));
  }

  private static Window stepping() {
    return new Window(2, 4, 2, 0);
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
          double scale = bias == Bias.PRESENT ? -3 : 1;
          Settings settings = new Settings(type, Values.NORMAL, bias, into, scale);
          cases.add(new ConvolutionCase(shape, settings));
        }
      }
    }
    return cases;
  }

  private static List<KernelCase> special(ElementType type, Values values) {
    List<KernelCase> cases = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>(List.of(DIRECT, GRAM));
    shapes.addAll(UNSEEN);
    for (Shape shape : shapes) {
      Settings settings = new Settings(type, values, Bias.PRESENT, Into.REPLACE, 1);
      cases.add(new ConvolutionCase(shape, settings));
    }
    return cases;
  }

  private static final class ConvolutionCase extends LayerNormsCase {
    private final Shape shape;

    ConvolutionCase(Shape shape, Settings settings) {
      super(
          "images",
          new Lengths(shape.imageLength(), shape.deltaLength(), shape.samples()),
          settings);
      this.shape = shape;
    }

    @Override
    void launch(Execution e) {
      ConvolutionProducts products =
          new ConvolutionProducts(
              e.view("images"),
              e.view("deltas"),
              shape,
              settings.bias(),
              e.view("norms"),
              settings.into());
      e.kernels().convolutionNorms(products, settings.scale());
    }

    @Override
    Expected expected(double[] images, double[] deltas, double[] there) {
      return new ConvolutionNormsOracle(shape, settings.bias(), settings.scale())
          .run(images, deltas, there);
    }

    @Override
    public String toString() {
      return "convolutionNorms of " + shape + ", " + settings;
    }
  }
}
