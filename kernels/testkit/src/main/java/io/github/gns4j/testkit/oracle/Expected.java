package io.github.gns4j.testkit.oracle;

import java.util.Arrays;

/**
 * What an array should hold after an operation: a number and an error bound for each element.
 * Mutable while an oracle fills it.
 */
public final class Expected {
  private final double[] values;
  private final double[] errors;

  private Expected(double[] values) {
    this.values = values;
    this.errors = new double[values.length];
  }

  /** Starts with the contents of an array; an operation that leaves it alone leaves errors of 0. */
  static Expected startingFrom(double[] contents) {
    return contents == null ? null : new Expected(contents.clone());
  }

  static Expected ofLength(int length) {
    return new Expected(new double[length]);
  }

  void set(int index, Real number) {
    values[index] = number.value();
    errors[index] = number.error();
  }

  void setAll(double value) {
    Arrays.fill(values, value);
  }

  /** Returns the number of elements. */
  public int length() {
    return values.length;
  }

  /** Returns what element {@code index} should be. */
  public double value(int index) {
    return values[index];
  }

  /** Returns how far element {@code index} may be off; 0 means exactly equal. */
  public double error(int index) {
    return errors[index];
  }

  /** Returns whether {@code actual} may stand at {@code index}. */
  public boolean accepts(int index, double actual) {
    return OracleSums.within(actual, values[index], errors[index]);
  }
}
