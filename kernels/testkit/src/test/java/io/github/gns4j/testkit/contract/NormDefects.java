package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Shape;
import io.github.gns4j.kernels.ConvolutionProducts.Window;
import io.github.gns4j.kernels.KernelBackend;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.testkit.oracle.OracleBackend;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Mistakes in the norms of per-sample gradients that are never formed. */
final class NormDefects {
  private static final String GROUP = "shapes: FLOAT32";

  private NormDefects() {}

  static List<Defect> all() {
    return List.of(
        outer("forget the bias", NoBias::new),
        outer("scale once", ScaleOnce::new),
        convolution("forget the bias", p -> with(p, p.shape(), OuterProducts.Bias.ABSENT)),
        convolution("leave out the padding", p -> window(p, w -> of(w, w.dilation(), 0))),
        convolution("leave out the dilation", p -> window(p, w -> of(w, 1, w.padding()))),
        convolution("lose the stride", p -> window(p, NormDefects::withoutStride)),
        new Defect(
            "convolution norms scale once", "ConvolutionNormsContract", GROUP, ScaleOnce::new));
  }

  private static Defect outer(String mistake, Supplier<KernelBackend> backend) {
    return new Defect("outer norms " + mistake, "OuterNormsContract", GROUP, backend);
  }

  private static Defect convolution(String mistake, UnaryOperator<ConvolutionProducts> change) {
    Supplier<KernelBackend> backend =
        () ->
            new OracleBackend() {
              @Override
              public void convolutionNorms(ConvolutionProducts products, double scale) {
                super.convolutionNorms(change.apply(products), scale);
              }
            };
    return new Defect("convolution norms " + mistake, "ConvolutionNormsContract", GROUP, backend);
  }

  private static ConvolutionProducts with(
      ConvolutionProducts p, Shape shape, OuterProducts.Bias bias) {
    return new ConvolutionProducts(p.images(), p.deltas(), shape, bias, p.squaredNorms(), p.into());
  }

  private static Window of(Window w, int dilation, int padding) {
    return new Window(w.kernel(), w.stride(), dilation, padding);
  }

  private static Window withoutStride(Window w) {
    return new Window(w.kernel(), 1, w.dilation(), w.padding());
  }

  /** Changes how the kernel moves down the rows. */
  private static ConvolutionProducts window(ConvolutionProducts p, UnaryOperator<Window> change) {
    Shape s = p.shape();
    Axis old = s.vertical();
    Axis vertical = new Axis(old.inputs(), old.outputs(), change.apply(old.window()));
    Shape shape = new Shape(s.samples(), s.channels(), s.filters(), vertical, s.horizontal());
    return with(p, shape, p.bias());
  }

  private static final class NoBias extends OracleBackend {
    @Override
    public void outerNorms(OuterProducts p, double scale) {
      super.outerNorms(
          new OuterProducts(
              p.activations(),
              p.deltas(),
              p.shape(),
              OuterProducts.Bias.ABSENT,
              p.squaredNorms(),
              p.into()),
          scale);
    }
  }

  private static final class ScaleOnce extends OracleBackend {
    @Override
    public void outerNorms(OuterProducts products, double scale) {
      super.outerNorms(products, Math.sqrt(scale));
    }

    @Override
    public void convolutionNorms(ConvolutionProducts products, double scale) {
      super.convolutionNorms(products, Math.sqrt(Math.abs(scale)));
    }
  }
}
