package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.Sum;
import java.util.function.IntConsumer;

/** {@code (|a_i|² + bias)·|δ_i|²}: outer norms of one position, a stripe of rows at a time. */
final class DenseNorms implements IntConsumer {
  private static final int ROWS = 16;

  private final OuterProducts products;
  private final BlockLoops loops;
  private final double factor;

  DenseNorms(OuterProducts products, BlockLoops loops, double scale) {
    this.products = products;
    this.loops = loops;
    this.factor = scale * scale;
  }

  int tasks() {
    return Math.toIntExact(Math.ceilDiv(products.shape().rows(), (long) ROWS));
  }

  @Override
  public void accept(int task) {
    Block block = Block.ofThread();
    long end = Math.min(products.shape().rows(), (task + 1L) * ROWS);
    double bias = products.bias() == OuterProducts.Bias.PRESENT ? 1 : 0;
    for (long row = (long) task * ROWS; row < end; row++) {
      double a = squares(block, products.activations(), row, products.shape().inputs());
      double d = squares(block, products.deltas(), row, products.shape().outputs());
      write(products.squaredNorms(), row, factor * (a + bias) * d, products.into());
    }
  }

  /** Writes a norm, or adds it to what is there. */
  static void write(FlatArray norms, long row, double norm, OuterProducts.Into into) {
    long address = norms.address() + row * Double.BYTES;
    double before = into == OuterProducts.Into.ADD ? Memory.getDouble(address) : 0;
    Memory.setDouble(address, before + norm);
  }

  private double squares(Block block, FlatArray array, long row, long width) {
    long bytes = loops.type().bytes();
    block.clearSums();
    for (long at = 0; at < width; at += Block.SIZE) {
      block.length = (int) Math.min(Block.SIZE, width - at);
      loops.addSquares(block, array.address() + (row * width + at) * bytes, Sum.GRADIENT_SQUARED);
    }
    return block.total(Sum.GRADIENT_SQUARED);
  }
}
