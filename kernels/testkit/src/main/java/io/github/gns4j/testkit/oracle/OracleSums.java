package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;

/**
 * Sums of the oracle, each with the error that a correct kernel may make in it.
 *
 * <p>The bound for {@code n} terms {@code tᵢ} with errors {@code eᵢ} is {@code Σeᵢ + (min(n,
 * }{@value #FLOAT_RUN}{@code )·u + 2n·2⁻⁵³)·Σ|tᵢ|}: a kernel on floats may add up to {@value
 * #FLOAT_RUN} terms in one float lane (u = 2⁻²⁴) before it widens to double; on doubles the first
 * part is absent. The second part is the worst case of any order of double additions, here and
 * there.
 */
public final class OracleSums implements Sums {
  /** Terms that a kernel may add in one float before it goes on in double. */
  public static final int FLOAT_RUN = 256;

  private static final int KINDS = Sum.values().length;

  private final Segments segments;
  private double[] values;
  private double[] errors;

  /** Makes sums that are all 0. */
  public OracleSums(Segments segments) {
    this.segments = segments;
    this.values = new double[KINDS * segments.count()];
    this.errors = new double[values.length];
  }

  @Override
  public Segments segments() {
    return segments;
  }

  @Override
  public double get(Sum sum, int segment) {
    return values[index(sum, segment)];
  }

  /** Returns how far a kernel's sum may be off; 0 means exactly equal. */
  public double error(Sum sum, int segment) {
    return errors[index(sum, segment)];
  }

  /** Returns how far the total over all segments may be off. */
  public double totalError(Sum sum) {
    double total = 0;
    for (int s = 0; s < segments.count(); s++) {
      total += error(sum, s);
    }
    return total + 2 * segments.count() * Rounding.DOUBLE_ROUNDOFF * Math.abs(total(sum));
  }

  /**
   * Returns whether {@code actual} may stand for the sum. Where a sum is not finite, because an
   * element is not or because it overflows double, any number that is not finite will do: NaN and
   * infinities meet in an order that is not specified. In a segment with non-finite elements it
   * will do for every sum, since a weight of 0 may be a factor.
   */
  public boolean accepts(Sum sum, int segment, double actual) {
    double expected = get(sum, segment);
    boolean mayBreak = !Double.isFinite(expected) || get(Sum.NON_FINITE, segment) > 0;
    if (sum != Sum.NON_FINITE && mayBreak && !Double.isFinite(actual)) {
      return true;
    }
    return Double.isFinite(expected) && within(actual, expected, error(sum, segment));
  }

  /** Replaces these sums by those of a pass over the same segments. */
  void become(OracleSums result) {
    this.values = result.values;
    this.errors = result.errors;
  }

  void set(Sum sum, int segment, Real number) {
    values[index(sum, segment)] = number.value();
    errors[index(sum, segment)] = number.error();
  }

  private int index(Sum sum, int segment) {
    return segment * KINDS + sum.ordinal();
  }

  /** The comparison of all oracle numbers: exact where not finite, within the error otherwise. */
  static boolean within(double actual, double expected, double error) {
    if (Double.compare(actual, expected) == 0 || actual == expected) {
      return true;
    }
    if (error == Double.POSITIVE_INFINITY) {
      throw new IllegalStateException("the oracle has no bound for " + expected);
    }
    return Math.abs(actual - expected) <= error;
  }
}
