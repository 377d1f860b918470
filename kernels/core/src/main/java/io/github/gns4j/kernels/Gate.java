package io.github.gns4j.kernels;

/**
 * What must be decided within a step, from the sums of an earlier pass over the same gradient: a
 * gradient with non-finite elements is not applied at all, and one longer than {@code maxNorm} is
 * shortened to it. Evaluated where the sums are, so that a device is not waited for.
 *
 * @param sums sums of the pass that saw the whole gradient, or null for a gate that is always open
 * @param norm the sum whose root is the norm of the gradient to apply
 * @param maxNorm greatest norm to apply, greater than 0; infinity for no clipping
 */
public record Gate(Sums sums, Sum norm, double maxNorm) {
  /** A gate that lets every gradient pass as it is. */
  public static final Gate OPEN = new Gate(null, Sum.GRADIENT_SQUARED, Double.POSITIVE_INFINITY);

  /** Checks the limit. */
  public Gate {
    if (!(maxNorm > 0)) {
      throw new IllegalArgumentException("maxNorm is " + maxNorm + ", allowed: greater than 0");
    }
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
   * Returns the factor by which the gradient is shortened: {@code maxNorm / |g|} if {@code |g|}
   * exceeds it, 1 otherwise (the rule of Apex's FusedLAMB and of gradient clipping without the
   * usual 1e-6). Reads the sums.
   */
  public double coefficient() {
    if (sums == null || maxNorm == Double.POSITIVE_INFINITY) {
      return 1;
    }
    double length = Math.sqrt(sums.total(norm));
    return length > maxNorm ? maxNorm / length : 1;
  }
}
