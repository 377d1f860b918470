package io.github.gns4j.kernels;

import java.util.Arrays;

/**
 * The norms of {@link OuterProducts} on the host, portable: the dense form for one position, else
 * the Gram form or the gradient itself, row by row of weights, whichever takes fewer products. All
 * in double.
 */
final class OuterNorms {
  private final HostArray a;
  private final HostArray d;
  private final OuterProducts.Shape shape;
  private final double bias;

  private OuterNorms(OuterProducts products) {
    this.a = (HostArray) products.activations();
    this.d = (HostArray) products.deltas();
    this.shape = products.shape();
    this.bias = products.bias() == OuterProducts.Bias.PRESENT ? 1 : 0;
  }

  static void run(OuterProducts products, double scale) {
    OuterNorms norms = new OuterNorms(products);
    HostArray target = (HostArray) products.squaredNorms();
    boolean add = products.into() == OuterProducts.Into.ADD;
    for (long row = 0; row < products.shape().rows(); row++) {
      double norm = scale * scale * norms.squaredNorm(row);
      target.set(row, add ? target.get(row) + norm : norm);
    }
  }

  private double squaredNorm(long row) {
    return shape.positions() == 1 || shape.gramIsCheaper() ? gram(row) : direct(row);
  }

  /** {@code Σ_{t,t'} (a_t·a_t' + bias)(δ_t·δ_t')}, each pair once. */
  private double gram(long row) {
    long first = row * shape.positions();
    double sum = 0;
    for (long t = first; t < first + shape.positions(); t++) {
      double off = 0;
      for (long u = first; u < t; u++) {
        off += pair(t, u);
      }
      sum += pair(t, t) + 2 * off;
    }
    return sum;
  }

  private double pair(long t, long u) {
    return (dot(a, t, u, shape.inputs()) + bias) * dot(d, t, u, shape.outputs());
  }

  private static double dot(HostArray array, long t, long u, long width) {
    double sum = 0;
    for (long i = 0; i < width; i++) {
      sum += array.get(t * width + i) * array.get(u * width + i);
    }
    return sum;
  }

  /** {@code Σ_io (Σ_t a_ti δ_to)²}, one input at a time, the bias as one more input. */
  private double direct(long row) {
    double[] gradient = new double[Math.toIntExact(shape.outputs())];
    double sum = 0;
    for (long i = 0; i < shape.inputs() + (bias == 0 ? 0 : 1); i++) {
      gradientOfInput(row, i, gradient);
      for (double g : gradient) {
        sum += g * g;
      }
    }
    return sum;
  }

  private void gradientOfInput(long row, long input, double[] gradient) {
    Arrays.fill(gradient, 0);
    long first = row * shape.positions();
    for (long t = first; t < first + shape.positions(); t++) {
      double activation = input == shape.inputs() ? 1 : a.get(t * shape.inputs() + input);
      for (int o = 0; o < gradient.length; o++) {
        gradient[o] += activation * d.get(t * shape.outputs() + o);
      }
    }
  }
}
