package io.github.gns4j.kernels;

/**
 * Argument checks whose messages name the argument, its value and what is allowed. Each returns the
 * value it checked. A message is put together only when a check fails: some are made in every step.
 */
public final class Arguments {
  private Arguments() {}

  /** Requires {@code value >= minimum}. */
  public static long atLeast(String name, long value, long minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(name + " is " + value + ", allowed: at least " + minimum);
    }
    return value;
  }

  /** Requires {@code value >= minimum}. */
  public static int atLeast(String name, int value, int minimum) {
    return (int) atLeast(name, (long) value, (long) minimum);
  }

  /** Requires a finite {@code value >= 0}. */
  public static double nonNegative(String name, double value) {
    return require(name, value, value >= 0 && Double.isFinite(value), "finite and at least 0");
  }

  /** Requires a finite {@code value > 0}. */
  public static double positive(String name, double value) {
    return require(name, value, value > 0 && Double.isFinite(value), "finite and greater than 0");
  }

  /** Requires a finite value. */
  public static double finite(String name, double value) {
    return require(name, value, Double.isFinite(value), "finite");
  }

  /** Requires {@code minimum <= value < limit}. */
  public static double halfOpen(String name, double value, double minimum, double limit) {
    return value >= minimum && value < limit
        ? value
        : require(name, value, false, "[" + minimum + ", " + limit + ")");
  }

  /** Requires {@code minimum <= value <= maximum}. */
  public static double closed(String name, double value, double minimum, double maximum) {
    return value >= minimum && value <= maximum
        ? value
        : require(name, value, false, "[" + minimum + ", " + maximum + "]");
  }

  /** Requires {@code [offset, offset + length)} to lie inside {@code [0, available)}. */
  public static void range(String name, long offset, long length, long available) {
    if (offset < 0 || length < 0 || offset > available - length) {
      throw new IllegalArgumentException(
          name
              + " from "
              + offset
              + " of length "
              + length
              + " is outside the array, allowed: inside [0, "
              + available
              + ")");
    }
  }

  private static double require(String name, double value, boolean holds, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ", allowed: " + allowed);
    }
    return value;
  }
}
