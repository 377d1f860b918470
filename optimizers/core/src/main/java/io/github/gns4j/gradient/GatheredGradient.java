package io.github.gns4j.gradient;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;

/**
 * The gradient of a whole step, ready to be applied. It belongs to whoever gathers the gradients of
 * steps, and speaks of the next one once that is gathered: nothing is made anew for every step. Not
 * thread-safe.
 */
public final class GatheredGradient {
  private FlatArray array;
  private double scale;
  private Sums sums;
  private Sum norm;
  private Gate lastGate;

  GatheredGradient() {}

  GatheredGradient set(FlatArray gradient, double factor, Sums ofLastPass, Sum ofNorm) {
    array = gradient;
    scale = factor;
    sums = ofLastPass;
    norm = ofNorm;
    return this;
  }

  /** Forgets the array, so that it is not kept alive. */
  void clear() {
    array = null;
  }

  /** Returns the gradient array. */
  public FlatArray array() {
    return array;
  }

  /** Returns the factor that turns the array into the mean gradient. */
  public double scale() {
    return scale;
  }

  /** Returns the sums of the last pass; their non-finite count tells of the whole step. */
  public Sums sums() {
    return sums;
  }

  /** Returns the sum that is {@code |ḡ|²}. */
  public Sum norm() {
    return norm;
  }

  /** Returns the gate that skips the step if it must be, and clips it to {@code maxNorm}. */
  public Gate gate(double maxNorm) {
    Gate last = lastGate;
    boolean fits =
        last != null
            && last.sums().equals(sums)
            && last.norm() == norm
            && last.maxNorm() == maxNorm
            && last.scale() == scale;
    if (!fits) {
      lastGate = new Gate(sums, norm, maxNorm, scale);
    }
    return lastGate;
  }

  /** Returns {@code |ḡ|}, unscaled and before clipping. Reads the sums. */
  public double length() {
    return Math.sqrt(sums.total(norm));
  }
}
