package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.ConvolutionProducts.Axis;
import io.github.gns4j.kernels.ConvolutionProducts.Shape;
import io.github.gns4j.kernels.OuterProducts;

/**
 * {@link io.github.gns4j.kernels.Kernels#convolutionNorms}, by the definition: each weight of each
 * sample is summed over the outputs and squared; what lies outside the image is 0 and not read.
 *
 * <p>The error is that of {@link OuterNormsOracle} with the patches as activations: the number of
 * additions in a chain, below {@code 4(T² + C·K + O)}, times 2⁻⁵³ times {@code (Σ_t sqrt(|a_t|² +
 * bias)·|δ_t|)²}, which bounds the sum of all magnitudes in the direct form and in the Gram form.
 */
public final class ConvolutionNormsOracle {
  private final Shape shape;
  private final int bias;
  private final double scale;
  private final int outputs;
  private final int weights;

  /** Makes the oracle of a layer. */
  public ConvolutionNormsOracle(Shape shape, OuterProducts.Bias bias, double scale) {
    this.shape = shape;
    this.bias = bias == OuterProducts.Bias.PRESENT ? 1 : 0;
    this.scale = scale;
    this.outputs = shape.vertical().outputs() * shape.horizontal().outputs();
    this.weights =
        shape.channels()
            * shape.vertical().window().kernel()
            * shape.horizontal().window().kernel();
  }

  /** Returns what stands in the result, which held {@code before} if it is added to. */
  public Expected run(double[] images, double[] deltas, double[] before) {
    Expected norms = Expected.ofLength(shape.samples());
    double chain = (double) outputs * outputs + weights + shape.filters();
    for (int sample = 0; sample < norms.length(); sample++) {
      double[][] patches = patches(sample, images);
      double[][] rows = rows(sample, deltas);
      double added = before == null ? 0 : before[sample];
      double norm = scale * scale * squaredNorm(patches, rows);
      double magnitude = scale * scale * magnitude(patches, rows) + Math.abs(added);
      double error = 4 * chain * Rounding.DOUBLE_ROUNDOFF * magnitude + Double.MIN_VALUE;
      norms.set(sample, new Real(added + norm, error));
    }
    return norms;
  }

  /** For each weight of a filter, the bias last, what each output multiplies it with. */
  private double[][] patches(int sample, double[] images) {
    Axis vertical = shape.vertical();
    Axis horizontal = shape.horizontal();
    int columns = horizontal.window().kernel();
    int kernel = vertical.window().kernel() * columns;
    double[][] patches = new double[weights + bias][outputs];
    for (int t = 0; t < outputs; t++) {
      for (int w = 0; w < weights; w++) {
        int y = input(vertical, t / horizontal.outputs(), w % kernel / columns);
        int x = input(horizontal, t % horizontal.outputs(), w % columns);
        boolean inside = y >= 0 && y < vertical.inputs() && x >= 0 && x < horizontal.inputs();
        int row = (sample * shape.channels() + w / kernel) * vertical.inputs() + y;
        patches[w][t] = inside ? images[row * horizontal.inputs() + x] : 0;
      }
      if (bias == 1) {
        patches[weights][t] = 1;
      }
    }
    return patches;
  }

  private static int input(Axis axis, int output, int weight) {
    return output * axis.window().stride()
        + weight * axis.window().dilation()
        - axis.window().padding();
  }

  private double[][] rows(int sample, double[] deltas) {
    double[][] rows = new double[shape.filters()][outputs];
    for (int o = 0; o < rows.length; o++) {
      System.arraycopy(deltas, (sample * rows.length + o) * outputs, rows[o], 0, outputs);
    }
    return rows;
  }

  private static double squaredNorm(double[][] patches, double[][] rows) {
    double sum = 0;
    for (double[] patch : patches) {
      for (double[] row : rows) {
        double weight = 0;
        for (int t = 0; t < row.length; t++) {
          weight += row[t] * patch[t];
        }
        sum += weight * weight;
      }
    }
    return sum;
  }

  private double magnitude(double[][] patches, double[][] rows) {
    double sum = 0;
    for (int t = 0; t < outputs; t++) {
      sum += length(patches, t) * length(rows, t);
    }
    return sum * sum;
  }

  private static double length(double[][] rows, int column) {
    double squares = 0;
    for (double[] row : rows) {
      squares += row[column] * row[column];
    }
    return Math.sqrt(squares);
  }
}
