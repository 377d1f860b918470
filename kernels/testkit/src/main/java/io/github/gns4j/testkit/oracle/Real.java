package io.github.gns4j.testkit.oracle;

/**
 * A number in double, and how far a kernel that computes it in the type of the optimizer state may
 * be off. Made and combined by {@link Rounding}.
 *
 * @param value the number
 * @param error bound on the absolute rounding error, at least 0; 0 beside a non-finite value, which
 *     must match exactly
 */
public record Real(double value, double error) {
  /** Exact zero. */
  public static final Real ZERO = new Real(0, 0);

  /** Returns a number without error: an element read from memory. */
  public static Real exact(double value) {
    return new Real(value, 0);
  }
}
