package io.github.gns4j.kernels;

import java.util.Objects;

/**
 * The per-sample gradients of a layer as sums of outer products, never formed: sample {@code i} has
 * the weight gradient {@code W_i = Σ_t a_it δ_itᵀ} over its {@code positions} (time steps of a
 * sequence, output pixels of a convolution, 1 for a dense layer), and with a bias also {@code Σ_t
 * δ_it} (Goodfellow 2015, arXiv 1510.01799; the Gram form: Rochette et al. 2019, arXiv 1912.06015).
 *
 * @param activations layer inputs {@code a}, rows × positions × inputs, the last index fastest
 * @param deltas derivatives of the sample's loss by the pre-activations {@code δ}, rows × positions
 *     × outputs; of the type of the activations
 * @param shape the sizes
 * @param bias whether the layer has a bias, whose gradient then counts too
 * @param squaredNorms receives {@code |W_i|²} (bias included), rows elements of FLOAT64
 * @param into whether the result replaces what is there or is added to it (several layers)
 */
public record OuterProducts(
    FlatArray activations,
    FlatArray deltas,
    Shape shape,
    Bias bias,
    FlatArray squaredNorms,
    Into into) {
  /** Whether a layer has a bias. */
  public enum Bias {
    /** No bias. */
    ABSENT,
    /** A bias, which acts like one more activation that is always 1. */
    PRESENT
  }

  /** What happens to the numbers that stand in the result. */
  public enum Into {
    /** They are replaced. */
    REPLACE,
    /** The result is added to them. */
    ADD
  }

  /**
   * The sizes of a layer.
   *
   * @param rows samples, at least 1
   * @param positions outer products per sample, at least 1
   * @param inputs activations per position, at least 1
   * @param outputs deltas per position, at least 1
   */
  public record Shape(long rows, long positions, long inputs, long outputs) {
    /** Checks the sizes. */
    public Shape {
      Arguments.atLeast("rows", rows, 1);
      Arguments.atLeast("positions", positions, 1);
      Arguments.atLeast("inputs", inputs, 1);
      Arguments.atLeast("outputs", outputs, 1);
    }

    /** Returns the number of activations, rows × positions × inputs. */
    public long activationLength() {
      return Math.multiplyExact(Math.multiplyExact(rows, positions), inputs);
    }

    /** Returns the number of deltas, rows × positions × outputs. */
    public long deltaLength() {
      return Math.multiplyExact(Math.multiplyExact(rows, positions), outputs);
    }

    /**
     * Returns whether the Gram form {@code Σ_{t,t'} (a_t·a_t')(δ_t·δ_t')}, about {@code T²/2·(I +
     * O)} products, is cheaper than forming {@code W_i}, {@code T·I·O} products.
     */
    public boolean gramIsCheaper() {
      return (positions + 1.0) * ((double) inputs + outputs) <= 2.0 * inputs * outputs;
    }
  }

  /** Requires what the pass needs. */
  public OuterProducts {
    Objects.requireNonNull(activations, "activations");
    Objects.requireNonNull(deltas, "deltas");
    Objects.requireNonNull(shape, "shape");
    Objects.requireNonNull(bias, "bias");
    Objects.requireNonNull(squaredNorms, "squaredNorms");
    Objects.requireNonNull(into, "into");
  }
}
