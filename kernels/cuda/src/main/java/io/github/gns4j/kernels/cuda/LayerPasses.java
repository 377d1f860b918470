package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.OuterProducts;

/** Norms of per-sample gradients from what went into a layer and the deltas, one a row. */
final class LayerPasses {
  /** Side of a tile of the Gram and direct forms, {@code kSide} in the sources. */
  static final long SIDE = 16;

  /** Positions of the thin Gram form at most; its kernel has a case for each. */
  static final long THIN = 4;

  private final Pass pass;
  private final Session session;

  LayerPasses(Pass pass) {
    this.pass = pass;
    this.session = pass.session();
  }

  /** Where the norms go, and how. */
  private record Target(FlatArray norms, OuterProducts.Into into, double scale) {}

  void outerNorms(OuterProducts products, double scale) {
    OuterProducts.Shape shape = products.shape();
    Target target = new Target(products.squaredNorms(), products.into(), scale);
    if (shape.positions() == 1) {
      whole(outer(products, "dense"), target);
    } else if (shape.gramIsCheaper() && shape.positions() <= THIN) {
      whole(outer(products, "thin"), target);
    } else if (shape.gramIsCheaper()) {
      tiled(outer(products, "gram"), gramTiles(shape), target);
    } else {
      tiled(outer(products, "direct"), directTiles(shape, products.bias()), target);
    }
  }

  /** The form is chosen as if the patches were copied: that is how often they are read. */
  void convolutionNorms(ConvolutionProducts products, double scale) {
    OuterProducts.Shape shape = asOuterProducts(products.shape());
    Target target = new Target(products.squaredNorms(), products.into(), scale);
    if (shape.gramIsCheaper()) {
      tiled(convolution(products, "gram"), gramTiles(shape), target);
    } else {
      tiled(convolution(products, "direct"), directTiles(shape, products.bias()), target);
    }
  }

  private static OuterProducts.Shape asOuterProducts(ConvolutionProducts.Shape shape) {
    Axis vertical = shape.vertical();
    Axis horizontal = shape.horizontal();
    long kernel =
        Math.multiplyExact((long) vertical.window().kernel(), horizontal.window().kernel());
    return new OuterProducts.Shape(
        shape.samples(),
        Math.multiplyExact((long) vertical.outputs(), horizontal.outputs()),
        Math.multiplyExact(kernel, shape.channels()),
        shape.filters());
  }

  private static long gramTiles(OuterProducts.Shape shape) {
    long tiles = tiles(shape.positions());
    return Math.multiplyExact(tiles, tiles + 1) / 2;
  }

  private static long directTiles(OuterProducts.Shape shape, OuterProducts.Bias bias) {
    long inputs = shape.inputs() + (bias == OuterProducts.Bias.PRESENT ? 1 : 0);
    return Math.multiplyExact(tiles(inputs), tiles(shape.outputs()));
  }

  private static long tiles(long length) {
    return (length + SIDE - 1) / SIDE;
  }

  private Launch outer(OuterProducts products, String form) {
    OuterProducts.Shape shape = products.shape();
    return session
        .launch("outer_" + form + "_" + Pass.suffix(products.activations().type()))
        .int64(products.activations().address())
        .int64(products.deltas().address())
        .int64(shape.rows())
        .int64(shape.positions())
        .int64(shape.inputs())
        .int64(shape.outputs())
        .flag(products.bias() == OuterProducts.Bias.PRESENT);
  }

  private Launch convolution(ConvolutionProducts products, String form) {
    ConvolutionProducts.Shape shape = products.shape();
    return session
        .launch("convolution_" + form + "_" + Pass.suffix(products.images().type()))
        .int64(products.images().address())
        .int64(products.deltas().address())
        .int64(shape.samples())
        .int64(shape.channels())
        .int64(shape.filters())
        .structOfInt64(axis(shape.vertical()))
        .structOfInt64(axis(shape.horizontal()))
        .flag(products.bias() == OuterProducts.Bias.PRESENT);
  }

  /** The fields of {@code Axis} in the sources, in order. */
  private static long[] axis(Axis axis) {
    ConvolutionProducts.Window window = axis.window();
    return new long[] {
      axis.inputs(),
      axis.outputs(),
      window.kernel(),
      window.stride(),
      window.dilation(),
      window.padding()
    };
  }

  /** One block for each row, which leaves the norm. */
  private void whole(Launch launch, Target target) {
    launch
        .float64(target.scale * target.scale)
        .flag(target.into == OuterProducts.Into.ADD)
        .int64(target.norms.address())
        .run(target.norms.length(), 1, session.stream());
  }

  /** One block for each tile of a row, which leaves a partial sum. */
  private void tiled(Launch launch, long perRow, Target target) {
    long blocks = Math.multiplyExact(target.norms.length(), perRow);
    long partials = session.workspace().reserve(blocks);
    launch.int64(perRow).int64(partials).run(blocks, 1, session.stream());
    pass.rowNorms(partials, perRow, target.scale, target.norms, target.into);
  }
}
