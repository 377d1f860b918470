package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.OuterProducts.Bias;
import io.github.gns4j.kernels.OuterProducts.Into;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.testkit.oracle.Expected;
import java.util.Arrays;

/**
 * A case of per-sample gradient norms of a layer, formed from what went in and the deltas. Special
 * values are among what went in.
 */
abstract class LayerNormsCase extends KernelCase {
  /** Lengths of the arrays of a layer. */
  record Lengths(long inputs, long deltas, int samples) {}

  /** What the cases of all layers vary. */
  record Settings(ElementType type, Values values, Bias bias, Into into, double scale) {}

  private final String inputs;
  private final Lengths lengths;
  final Settings settings;

  /**
   * @param inputs name of the array of what went in
   */
  LayerNormsCase(String inputs, Lengths lengths, Settings settings) {
    this.inputs = inputs;
    this.lengths = lengths;
    this.settings = settings;
  }

  /** Runs the operation on the arrays {@code inputs}, {@code "deltas"} and {@code "norms"}. */
  abstract void launch(Execution e);

  /** Returns the norms; {@code there} is what they are added to, null for nothing. */
  abstract Expected expected(double[] inputs, double[] deltas, double[] there);

  @Override
  final Comparison run(Execution e) {
    Values values = settings.values();
    Values ordinary = values.isNonFinite() ? Values.NORMAL : values;
    double[] x = e.place(inputs, settings.type(), numbers(values, lengths.inputs(), 1), 1);
    double[] d = e.place("deltas", settings.type(), numbers(ordinary, lengths.deltas(), 2), 3);
    double[] there = new double[lengths.samples()];
    boolean adds = settings.into() == Into.ADD;
    Arrays.fill(there, adds ? 0.5 : Double.NaN);
    e.place("norms", ElementType.FLOAT64, there, 1);
    launch(e);
    return () -> e.checkNonFiniteAlike("norms", expected(x, d, adds ? there : null));
  }

  private double[] numbers(Values kind, long length, long stream) {
    Layout layout = new Layout("layer", Segments.single(length), 0);
    return kind.gradient(layout, settings.type(), KernelContract.SEED + stream);
  }
}
