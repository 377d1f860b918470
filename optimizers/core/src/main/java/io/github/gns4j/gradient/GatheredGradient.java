package io.github.gns4j.gradient;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;

/**
 * The gradient of a whole step, ready to be applied.
 *
 * @param array the gradient array
 * @param scale factor that turns it into the mean gradient
 * @param sums sums of the last pass over it; their non-finite count tells of the whole step
 * @param norm the sum that is {@code |ḡ|²}
 */
public record GatheredGradient(FlatArray array, double scale, Sums sums, Sum norm) {
  /** Returns the gate that skips the step if it must be, and clips it to {@code maxNorm}. */
  public Gate gate(double maxNorm) {
    return new Gate(sums, norm, maxNorm, scale);
  }

  /** Returns {@code |ḡ|}, unscaled and before clipping. Reads the sums. */
  public double length() {
    return Math.sqrt(sums.total(norm));
  }
}
