package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import java.util.Arrays;
import java.util.BitSet;

/** One sample of a convolution, widened to double and laid out as {@link ConvolutionPlan} says. */
final class ConvolutionScratch {
  /** Channels × height × width, then ones for the bias, then zeros to spare. */
  final double[] image;

  /** Filters, up to a whole number of tiles, × {@link #length}, then zeros to spare. */
  final double[] deltas;

  /** The span, up to whole vectors. */
  final int length;

  private final ConvolutionPlan plan;
  private final ProductLoops loops;
  private final int[] places;
  private final BitSet unseenRows;
  private final BitSet unseenColumns;

  ConvolutionScratch(ConvolutionPlan plan, ProductLoops loops) {
    this.plan = plan;
    this.loops = loops;
    this.places = plan.places();
    this.unseenRows = ConvolutionPlan.unseen(plan.shape().vertical());
    this.unseenColumns = ConvolutionPlan.unseen(plan.shape().horizontal());
    this.length = Math.ceilDiv(plan.span(), ProductLoops.UNIT) * ProductLoops.UNIT;
    int filters = Math.ceilDiv(plan.shape().filters(), ProductLoops.FILTERS) * ProductLoops.FILTERS;
    image = new double[Math.addExact(ones(), length + ProductLoops.UNIT)];
    Arrays.fill(image, ones(), ones() + length, 1);
    deltas = new double[Math.addExact(Math.multiplyExact(filters, length), ProductLoops.UNIT)];
  }

  /** Returns where in the image the ones are. */
  int ones() {
    return Math.multiplyExact(plan.shape().channels(), plan.pixels());
  }

  /**
   * Takes in sample {@code index}. What is padding stays 0, and so do pixels that no output sees:
   * they are multiplied by zeros, which a NaN would survive.
   */
  void load(ConvolutionProducts products, int index) {
    loadImage(products.images(), index);
    loadDeltas(products.deltas(), index);
  }

  private void loadImage(FlatArray images, int index) {
    Axis vertical = plan.shape().vertical();
    Axis horizontal = plan.shape().horizontal();
    int top = vertical.window().padding();
    int left = horizontal.window().padding();
    int columns = Math.min(horizontal.inputs(), plan.width() - left);
    int rows = Math.min(vertical.inputs(), plan.height() - top);
    long base = (long) index * plan.shape().channels() * vertical.inputs() * horizontal.inputs();
    for (int c = 0; c < plan.shape().channels(); c++) {
      for (int y = 0; y < rows; y++) {
        long from = base + ((long) c * vertical.inputs() + y) * horizontal.inputs();
        int to = (c * plan.height() + y + top) * plan.width() + left;
        if (!unseenRows.get(y + top)) {
          widen(images, from, image, to, columns);
          hideColumns(to - left);
        }
      }
    }
  }

  private void hideColumns(int row) {
    for (int x = unseenColumns.nextSetBit(0); x >= 0; x = unseenColumns.nextSetBit(x + 1)) {
      image[row + x] = 0;
    }
  }

  private void loadDeltas(FlatArray source, int index) {
    int columns = plan.shape().horizontal().outputs();
    boolean dense = plan.shape().horizontal().window().stride() == 1;
    long from = (long) index * plan.shape().filters() * places.length;
    for (int o = 0; o < plan.shape().filters(); o++) {
      for (int t = 0; t < places.length; t += columns, from += columns) {
        if (dense) {
          widen(source, from, deltas, o * length + places[t], columns);
        } else {
          spread(source, from, o * length, t, columns);
        }
      }
    }
  }

  private void spread(FlatArray source, long from, int row, int output, int count) {
    for (int i = 0; i < count; i++) {
      widen(source, from + i, deltas, row + places[output + i], 1);
    }
  }

  private void widen(FlatArray source, long from, double[] target, int to, int count) {
    long address = source.address() + from * source.type().bytes();
    if (source.type() == ElementType.FLOAT32) {
      loops.widen(address, target, to, count);
    } else {
      for (int i = 0; i < count; i++) {
        target[to + i] = Memory.getDouble(address + (long) i * Double.BYTES);
      }
    }
  }
}
