package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.OuterProducts;

/**
 * {@link io.github.gns4j.kernels.Kernels#outerNorms}, by the definition: each entry of a weight
 * gradient is formed and squared, the bias is one more activation of 1.
 *
 * <p>Kernels reduce in double, in the Gram form or through the gradient. Either way a row is off by
 * at most the number of additions in a chain, below {@code 4(T² + I + O)}, times 2⁻⁵³ times the sum
 * of all magnitudes, which by Cauchy and Schwarz is at most {@code (Σ_t sqrt(|a_t|² +
 * bias)·|δ_t|)²}.
 */
public final class OuterNormsOracle {
  private final OuterProducts.Shape shape;
  private final int bias;
  private final double scale;

  /** Makes the oracle of a layer. */
  public OuterNormsOracle(OuterProducts.Shape shape, OuterProducts.Bias bias, double scale) {
    this.shape = shape;
    this.bias = bias == OuterProducts.Bias.PRESENT ? 1 : 0;
    this.scale = scale;
  }

  /** Returns what stands in the result, which held {@code before} if it is added to. */
  public Expected run(double[] activations, double[] deltas, double[] before) {
    Expected norms = Expected.ofLength((int) shape.rows());
    long chain = shape.positions() * shape.positions() + shape.inputs() + shape.outputs();
    for (int row = 0; row < norms.length(); row++) {
      double added = before == null ? 0 : before[row];
      double norm = scale * scale * squaredNorm(row, activations, deltas);
      double magnitude = scale * scale * magnitude(row, activations, deltas) + Math.abs(added);
      double error = 4 * chain * Rounding.DOUBLE_ROUNDOFF * magnitude + Double.MIN_VALUE;
      norms.set(row, new Real(added + norm, error));
    }
    return norms;
  }

  private double squaredNorm(int row, double[] activations, double[] deltas) {
    double sum = 0;
    for (int i = 0; i < shape.inputs() + bias; i++) {
      for (int o = 0; o < shape.outputs(); o++) {
        double entry = 0;
        for (int t = 0; t < shape.positions(); t++) {
          entry += activation(activations, row, t, i) * delta(deltas, row, t, o);
        }
        sum += entry * entry;
      }
    }
    return sum;
  }

  private double magnitude(int row, double[] activations, double[] deltas) {
    double sum = 0;
    for (int t = 0; t < shape.positions(); t++) {
      double a = 0;
      double d = 0;
      for (int i = 0; i < shape.inputs() + bias; i++) {
        a += Math.pow(activation(activations, row, t, i), 2);
      }
      for (int o = 0; o < shape.outputs(); o++) {
        d += Math.pow(delta(deltas, row, t, o), 2);
      }
      sum += Math.sqrt(a) * Math.sqrt(d);
    }
    return sum * sum;
  }

  private double activation(double[] activations, int row, int t, int i) {
    int position = row * (int) shape.positions() + t;
    return i == shape.inputs() ? 1 : activations[position * (int) shape.inputs() + i];
  }

  private double delta(double[] deltas, int row, int t, int o) {
    int position = row * (int) shape.positions() + t;
    return deltas[position * (int) shape.outputs() + o];
  }
}
