package io.github.gns4j.kernels;

/**
 * How the gradient array becomes the gradient that is applied, decided within the step from the
 * sums of an earlier pass over the same array: it is multiplied by {@code scale}, not applied at
 * all if it has non-finite elements, and shortened to {@code maxNorm} if it is longer. Evaluated
 * where the sums are, so that a device is not waited for.
 *
 * @param sums sums of the pass that saw the whole gradient (after scaling), or null for a gate that
 *     is always open
 * @param norm the sum whose root is the norm of the scaled gradient
 * @param maxNorm greatest norm to apply, greater than 0; infinity for no clipping
 * @param scale factor that turns the array into the mean gradient: 1, or 1/samples for a gradient
 *     summed over samples, and 1/loss scale; finite and not 0
 */
public record Gate(Sums sums, Sum norm, double maxNorm, double scale) {
  /** A gate that lets every gradient pass as it is. */
  public static final Gate OPEN = new Gate(null, Sum.GRADIENT_SQUARED, Double.POSITIVE_INFINITY);

  /** Checks the limit and the scale. */
  public Gate {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("maxNorm is " + maxNorm + ", allowed: greater than 0");
    }
    if (scale == 0 || !Double.isFinite(scale)) {
      throw new IllegalArgumentException("scale is " + scale + ", allowed: finite and not 0");
    }
  }

  /** A gate for an array that is the mean gradient already. */
  public Gate(Sums sums, Sum norm, double maxNorm) {
    this(sums, norm, maxNorm, 1);
  }

  /** Returns a gate that skips non-finite gradients and clips nothing. */
  public static Gate finite(Sums sums, Sum norm) {
    return new Gate(sums, norm, Double.POSITIVE_INFINITY);
  }

  /** Returns whether the gradient is applied. Reads the sums. */
  public boolean applies() {
    return sums == null || sums.nonFinite() == 0;
  }

  /**
   * Returns the factor by which the scaled gradient is shortened: {@code maxNorm / |g|} if {@code
   * |g|} exceeds it, 1 otherwise (the rule of Apex's FusedLAMB, without the 1e-6 that others add to
   * the norm). Reads the sums.
   */
  public double clipping() {
    if (sums == null || maxNorm == Double.POSITIVE_INFINITY) {
      return 1;
    }
    double length = Math.sqrt(sums.total(norm));
    return length > maxNorm ? maxNorm / length : 1;
  }

  /** Returns the factor from array to applied gradient: scale times clipping. Reads the sums. */
  public double coefficient() {
    return scale * clipping();
  }
}
