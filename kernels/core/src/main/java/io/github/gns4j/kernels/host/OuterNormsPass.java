package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.Sum;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * The norms of {@link OuterProducts}, one task for each row, so that they do not depend on the
 * number of threads: the dense form for one position, else the Gram form or the gradient itself,
 * row by row of weights, whichever takes fewer products. All in double.
 */
final class OuterNormsPass implements IntConsumer {
  /** Numbers of a row that are handed to a loop at a time. */
  private static final int LONGEST = 1 << 20;

  /**
   * Squares are so cheap that as many count for one element. In a network 266,000 took 65 µs alone
   * and 92 with a helper woken.
   */
  private static final int SQUARES = 4;

  private final BlockLoops loops;
  private final ProductLoops products;
  private final HostArray a;
  private final HostArray d;
  private final HostArray target;
  private final OuterProducts.Shape shape;
  private final double bias;
  private final double scale;
  private final boolean adds;

  OuterNormsPass(BlockLoops loops, ProductLoops products, OuterProducts layer, double scale) {
    this.loops = loops;
    this.products = products;
    this.a = (HostArray) layer.activations();
    this.d = (HostArray) layer.deltas();
    this.target = (HostArray) layer.squaredNorms();
    this.shape = layer.shape();
    this.bias = layer.bias() == OuterProducts.Bias.PRESENT ? 1 : 0;
    this.scale = scale;
    this.adds = layer.into() == OuterProducts.Into.ADD;
  }

  /** Returns how many elements of other passes take as long. */
  long work() {
    long numbers = shape.activationLength() + shape.deltaLength();
    return isSquares()
        ? numbers / SQUARES
        : numbers * Math.min(shape.positions(), PassRunner.PARALLEL_FROM);
  }

  @Override
  public void accept(int row) {
    double norm = scale * scale * squaredNorm(row);
    target.set(row, adds ? target.get(row) + norm : norm);
  }

  private double squaredNorm(long row) {
    if (isSquares()) {
      return (squares(a, row, shape.inputs()) + bias) * squares(d, row, shape.outputs());
    }
    return shape.positions() == 1 || shape.gramIsCheaper() ? gram(row) : direct(row);
  }

  /** Whether a row is two sums of squares, for which there is a loop of floats. */
  private boolean isSquares() {
    return shape.positions() == 1 && a.type() == ElementType.FLOAT32;
  }

  private double squares(HostArray rows, long row, long width) {
    long address = rows.address() + row * width * Float.BYTES;
    double sum = 0;
    for (long done = 0; done < width; done += LONGEST) {
      int count = (int) Math.min(LONGEST, width - done);
      sum += products.squares(address + done * Float.BYTES, count);
    }
    return sum;
  }

  /** {@code Σ_{t,t'} (a_t·a_t' + bias)(δ_t·δ_t')}, each pair once. */
  private double gram(long row) {
    Block block = Block.ofThread();
    block.clearSums();
    long first = row * shape.positions();
    double sum = 0;
    for (long t = first; t < first + shape.positions(); t++) {
      double off = 0;
      for (long u = first; u < t; u++) {
        off += pair(block, t, u);
      }
      sum += pair(block, t, t) + 2 * off;
    }
    return sum;
  }

  private double pair(Block block, long t, long u) {
    return (dot(block, a, t, u, shape.inputs()) + bias) * dot(block, d, t, u, shape.outputs());
  }

  /** Returns the product of rows {@code t} and {@code u} of an array of rows of a width. */
  private double dot(Block block, HostArray array, long t, long u, long width) {
    GradientSource source = new GradientSource();
    source.set(loops, array);
    for (long done = 0; done < width; done += Block.SIZE) {
      block.length = (int) Math.min(Block.SIZE, width - done);
      block.parameters = source.block(block, t * width + done, block.before());
      block.gradient =
          t == u ? block.parameters : source.block(block, u * width + done, block.prepared());
      loops.dot(block);
    }
    return block.take(Sum.DOT);
  }

  /** {@code Σ_io (Σ_t a_ti δ_to)²}, one input at a time, the bias as one more input. */
  private double direct(long row) {
    double[] deltas = deltas(row);
    double[] gradient = new double[Math.toIntExact(shape.outputs())];
    double sum = 0;
    for (long i = 0; i < shape.inputs() + (bias == 0 ? 0 : 1); i++) {
      gradientOfInput(row, i, deltas, gradient);
      for (double g : gradient) {
        sum += g * g;
      }
    }
    return sum;
  }

  private double[] deltas(long row) {
    double[] deltas = new double[Math.toIntExact(shape.positions() * shape.outputs())];
    for (int i = 0; i < deltas.length; i++) {
      deltas[i] = d.get(row * deltas.length + i);
    }
    return deltas;
  }

  private void gradientOfInput(long row, long input, double[] deltas, double[] gradient) {
    Arrays.fill(gradient, 0);
    for (int t = 0; t < shape.positions(); t++) {
      long position = row * shape.positions() + t;
      double activation = input == shape.inputs() ? 1 : a.get(position * shape.inputs() + input);
      int from = t * gradient.length;
      for (int o = 0; o < gradient.length; o++) {
        gradient[o] += activation * deltas[from + o];
      }
    }
  }
}
