package io.github.gns4j.testkit;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The comparison rule of the reference files: {@code |actual − expected| <= atol +
 * rtol·|expected|}; non-finite numbers must match exactly (NaN matches NaN).
 *
 * @param rtol relative part, finite and at least 0
 * @param atol absolute part, finite and at least 0
 */
public record Tolerance(double rtol, double atol) {
  /** Accepts equal numbers only. */
  public static final Tolerance EXACT = new Tolerance(0, 0);

  /** Checks the ranges. */
  public Tolerance {
    if (!(rtol >= 0) || !(atol >= 0) || !Double.isFinite(rtol + atol)) {
      throw new IllegalArgumentException(
          "rtol " + rtol + ", atol " + atol + ", allowed: finite and at least 0");
    }
  }

  /**
   * Reads {@code {"rtol": …, "atol": …}}.
   *
   * @throws IllegalArgumentException if either is missing
   */
  public static Tolerance of(JsonNode node) {
    if (!node.has("rtol") || !node.has("atol")) {
      throw new IllegalArgumentException("no rtol and atol in " + node);
    }
    return new Tolerance(GoldenFile.number(node.get("rtol")), GoldenFile.number(node.get("atol")));
  }

  /** Returns this tolerance with the relative part multiplied and another absolute part. */
  public Tolerance widened(double relativeFactor, double otherAtol) {
    return new Tolerance(rtol * relativeFactor, otherAtol);
  }

  /** Returns whether {@code actual} may stand for {@code expected}. */
  public boolean accepts(double actual, double expected) {
    return used(actual, expected) <= 1;
  }

  /**
   * Returns the share of the tolerance that the difference uses: 0 for equal numbers, infinity
   * where a non-finite number does not match.
   */
  public double used(double actual, double expected) {
    if (actual == expected || (Double.isNaN(actual) && Double.isNaN(expected))) {
      return 0;
    }
    double bound = atol + rtol * Math.abs(expected);
    boolean comparable = Double.isFinite(actual) && Double.isFinite(expected) && bound > 0;
    return comparable ? Math.abs(actual - expected) / bound : Double.POSITIVE_INFINITY;
  }

  /**
   * Requires {@code actual} to be within the tolerance.
   *
   * @param where named in the message of the failure
   */
  public void check(double actual, double expected, String where) {
    double used = used(actual, expected);
    if (!(used <= 1)) {
      throw new AssertionError(
          "%s: %s, expected %s (%.3g of the tolerance rtol %s, atol %s)"
              .formatted(where, actual, expected, used, rtol, atol));
    }
  }

  /** Requires equal lengths and every element to be within the tolerance. */
  public void check(double[] actual, double[] expected, String where) {
    if (actual.length != expected.length) {
      throw new AssertionError(
          where + ": " + actual.length + " numbers, expected " + expected.length);
    }
    for (int i = 0; i < actual.length; i++) {
      check(actual[i], expected[i], where + "[" + i + "]");
    }
  }
}
