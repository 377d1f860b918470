package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.ElementType;

/**
 * Arithmetic on {@link Real}: values in double, errors as of the type that a kernel computes in.
 *
 * <p>Each operation is charged <em>twice</em> the unit roundoff, because a kernel may group the
 * factors of a formula in another way or fuse a multiplication and an addition, and one smallest
 * subnormal number, because results may underflow gradually.
 */
final class Rounding {
  /** 2⁻²⁴, half the distance from 1 to the next float. */
  static final double FLOAT_ROUNDOFF = 0x1p-24;

  /** 2⁻⁵³, half the distance from 1 to the next double. */
  static final double DOUBLE_ROUNDOFF = 0x1p-53;

  private final boolean isDouble;
  private final double perOperation;
  private final double tiny;

  private Rounding(boolean isDouble) {
    this.isDouble = isDouble;
    this.perOperation = 2 * (isDouble ? DOUBLE_ROUNDOFF : FLOAT_ROUNDOFF);
    this.tiny = isDouble ? Double.MIN_VALUE : Float.MIN_VALUE;
  }

  /**
   * Returns the arithmetic of kernels on arrays of {@code type}; half types are widened to float.
   */
  static Rounding of(ElementType type) {
    return new Rounding(type == ElementType.FLOAT64);
  }

  /** Returns whether kernels compute in double. */
  boolean isDouble() {
    return isDouble;
  }

  /** A setting, computed in double and rounded once. */
  Real scalar(double value) {
    return rounded(value, 0);
  }

  Real plus(Real a, Real b) {
    return rounded(a.value() + b.value(), a.error() + b.error());
  }

  Real minus(Real a, Real b) {
    return rounded(a.value() - b.value(), a.error() + b.error());
  }

  Real times(Real a, Real b) {
    return rounded(a.value() * b.value(), productError(a, b));
  }

  Real over(Real a, Real b) {
    double quotient = a.value() / b.value();
    double least = Math.abs(b.value()) - b.error();
    double inherited = (a.error() + Math.abs(quotient) * b.error()) / least;
    return rounded(quotient, least > 0 ? inherited : Double.POSITIVE_INFINITY);
  }

  Real root(Real a) {
    double root = Math.sqrt(a.value());
    double above = Math.sqrt(a.value() + a.error()) - root;
    double below = root - Math.sqrt(Math.max(0, a.value() - a.error()));
    return rounded(root, Math.max(above, below));
  }

  /** The number as memory keeps it: overflow becomes infinite, underflow 0. */
  Real store(Real a) {
    double kept = isDouble ? a.value() : (float) a.value();
    return rounded(kept, a.error());
  }

  /**
   * The product of two numbers as a term of a sum: a rounding error of the type, but the exponent
   * range of double, in which sums are added.
   */
  Real term(Real a, Real b) {
    double value = a.value() * b.value();
    return new Real(value, sound(value, productError(a, b) + perOperation * Math.abs(value)));
  }

  /** {@link #term} of a number with itself. */
  Real square(Real a) {
    return term(a, a);
  }

  private static double productError(Real a, Real b) {
    return Math.abs(a.value()) * b.error()
        + Math.abs(b.value()) * a.error()
        + a.error() * b.error();
  }

  private Real rounded(double value, double inherited) {
    return new Real(value, sound(value, inherited + perOperation * Math.abs(value) + tiny));
  }

  /** Non-finite values must match exactly; an infinite operand passes no error on. */
  private static double sound(double value, double error) {
    return !Double.isFinite(value) || Double.isNaN(error) ? 0 : error;
  }
}
