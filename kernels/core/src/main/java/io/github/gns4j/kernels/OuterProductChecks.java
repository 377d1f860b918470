package io.github.gns4j.kernels;

/** The argument checks of {@link Kernels#outerNorms} and {@link Kernels#convolutionNorms}. */
final class OuterProductChecks {
  private OuterProductChecks() {}

  static void outerNorms(Placement own, OuterProducts products, double scale) {
    OuterProducts.Shape shape = products.shape();
    array("activations", products.activations(), own, shape.activationLength());
    array("deltas", products.deltas(), own, shape.deltaLength());
    array("squaredNorms", products.squaredNorms(), own, shape.rows());
    type("deltas", products.deltas().type(), products.activations().type());
    type("squaredNorms", products.squaredNorms().type(), ElementType.FLOAT64);
    disjoint("activations", products.activations(), products.squaredNorms());
    disjoint("deltas", products.deltas(), products.squaredNorms());
    scale(scale);
  }

  static void convolutionNorms(Placement own, ConvolutionProducts products, double scale) {
    ConvolutionProducts.Shape shape = products.shape();
    array("images", products.images(), own, shape.imageLength());
    array("deltas", products.deltas(), own, shape.deltaLength());
    array("squaredNorms", products.squaredNorms(), own, shape.samples());
    stateType(products.images().type());
    type("deltas", products.deltas().type(), products.images().type());
    type("squaredNorms", products.squaredNorms().type(), ElementType.FLOAT64);
    disjoint("images", products.images(), products.squaredNorms());
    disjoint("deltas", products.deltas(), products.squaredNorms());
    scale(scale);
  }

  private static void scale(double scale) {
    Arguments.finite("scale", scale);
    if (scale == 0) {
      throw new IllegalArgumentException("scale is 0, allowed: finite and not 0");
    }
  }

  private static void stateType(ElementType type) {
    if (!type.isStateType()) {
      throw new IllegalArgumentException("images are " + type + ", allowed: FLOAT32 and FLOAT64");
    }
  }

  private static void array(String name, FlatArray array, Placement own, long length) {
    if (array.placement() != own) {
      throw new IllegalArgumentException(
          name + " lives in " + array.placement() + " memory, allowed: " + own);
    }
    if (array.length() != length) {
      throw new IllegalArgumentException(
          name + " has " + array.length() + " elements, allowed: " + length);
    }
  }

  private static void type(String name, ElementType type, ElementType allowed) {
    if (type != allowed) {
      throw new IllegalArgumentException(name + " is " + type + ", allowed: " + allowed);
    }
  }

  private static void disjoint(String name, FlatArray array, FlatArray result) {
    if (array.address() < result.address() + result.byteSize()
        && result.address() < array.address() + array.byteSize()) {
      throw new IllegalArgumentException("squaredNorms overlaps " + name);
    }
  }
}
