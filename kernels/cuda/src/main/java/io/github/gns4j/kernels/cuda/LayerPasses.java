package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.OuterProducts;
import java.util.function.LongUnaryOperator;

/** Norms of per-sample gradients from what went into a layer and the deltas, one a row. */
final class LayerPasses {
  /** Sides of the tiles of the Gram and direct forms, the specialisations of {@code Square}. */
  static final long NARROW = 16;

  static final long WIDE = 32;

  /** Narrow tiles that take the time of a wide one. */
  private static final long WIDE_COSTS = 2;

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
    indexable("activations of a position", shape.inputs());
    indexable("deltas of a position", shape.outputs());
    indexable("positions", shape.positions());
    ElementType type = products.activations().type();
    Target target = new Target(products.squaredNorms(), products.into(), scale);
    if (shape.positions() == 1) {
      whole(outer(products, "dense"), target);
    } else if (shape.gramIsCheaper() && shape.positions() <= THIN) {
      whole(outer(products, "thin"), target);
    } else if (shape.gramIsCheaper()) {
      Tiles tiles = Tiles.cheaper(type, side -> gramTiles(shape, side));
      tiled(outer(products, "gram" + tiles.side), tiles.count, target);
    } else {
      Tiles tiles = Tiles.cheaper(type, side -> directTiles(shape, products.bias(), side));
      tiled(outer(products, "direct" + tiles.side), tiles.count, target);
    }
  }

  /** The form is chosen as if the patches were copied: that is how often they are read. */
  void convolutionNorms(ConvolutionProducts products, double scale) {
    OuterProducts.Shape shape = asOuterProducts(products.shape());
    indexable("pixels of a sample", products.shape().imageLength() / shape.rows());
    indexable("deltas of a sample", products.shape().deltaLength() / shape.rows());
    ElementType type = products.images().type();
    Target target = new Target(products.squaredNorms(), products.into(), scale);
    if (shape.gramIsCheaper()) {
      Tiles tiles = Tiles.cheaper(type, side -> gramTiles(shape, side));
      tiled(convolution(products, "gram" + tiles.side), tiles.count, target);
    } else {
      Tiles tiles = Tiles.cheaper(type, side -> directTiles(shape, products.bias(), side));
      tiled(convolution(products, "direct" + tiles.side), tiles.count, target);
    }
  }

  /** Kernels count in a sample with 32 bits, and go beyond its end by less than a tile. */
  private static void indexable(String what, long count) {
    long most = Integer.MAX_VALUE - 2 * WIDE;
    if (count > most) {
      throw new IllegalArgumentException(what + " are " + count + ", allowed on CUDA: " + most);
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

  /**
   * Tiles of a row.
   *
   * @param side results of a tile, down and across
   * @param count of tiles
   */
  private record Tiles(long side, long count) {
    /**
     * Wide tiles read less for each product, narrow ones form fewer that are not wanted. Float64
     * elements have narrow tiles only, for want of registers.
     */
    static Tiles cheaper(ElementType type, LongUnaryOperator countOfSide) {
      Tiles narrow = new Tiles(NARROW, countOfSide.applyAsLong(NARROW));
      Tiles wide = new Tiles(WIDE, countOfSide.applyAsLong(WIDE));
      boolean few = narrow.count <= WIDE_COSTS * wide.count;
      return few || type == ElementType.FLOAT64 ? narrow : wide;
    }
  }

  private static long gramTiles(OuterProducts.Shape shape, long side) {
    long tiles = tiles(shape.positions(), side);
    return Math.multiplyExact(tiles, tiles + 1) / 2;
  }

  private static long directTiles(OuterProducts.Shape shape, OuterProducts.Bias bias, long side) {
    long inputs = shape.inputs() + (bias == OuterProducts.Bias.PRESENT ? 1 : 0);
    return Math.multiplyExact(tiles(inputs, side), tiles(shape.outputs(), side));
  }

  private static long tiles(long length, long side) {
    return (length + side - 1) / side;
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
        .structOfInt32(axis(shape.vertical()))
        .structOfInt32(axis(shape.horizontal()))
        .flag(products.bias() == OuterProducts.Bias.PRESENT);
  }

  /** The fields of {@code Axis} in the sources, in order. */
  private static int[] axis(Axis axis) {
    ConvolutionProducts.Window window = axis.window();
    return new int[] {
      axis.inputs(),
      axis.outputs(),
      window.kernel(),
      window.stride(),
      window.dilation(),
      -window.padding(),
      Math.multiplyExact(window.kernel(), window.dilation()),
      Math.subtractExact(Math.multiplyExact(axis.outputs(), window.stride()), window.padding())
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
