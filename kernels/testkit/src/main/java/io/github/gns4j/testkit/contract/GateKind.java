package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;

/** The gates that steps are tested with. */
enum GateKind {
  /** Always open. */
  OPEN(false, 1, Double.POSITIVE_INFINITY),
  /** Always open, for a gradient summed over 3 samples: not a power of 2. */
  SCALED(false, 1.0 / 3, Double.POSITIVE_INFINITY),
  /** Closes if an element is not finite. */
  FINITE(true, 1, Double.POSITIVE_INFINITY),
  /** The norm is below the limit. */
  LOOSE(true, 1, 3),
  /** The norm is three times the limit. */
  CLIPPING(true, 1, 1.0 / 3),
  /** Scaled, then clipped. */
  SCALED_AND_CLIPPING(true, 0.125, 1.0 / 3);

  private final boolean reads;
  private final double scale;
  private final double relativeLimit;

  GateKind(boolean reads, double scale, double relativeLimit) {
    this.reads = reads;
    this.scale = scale;
    this.relativeLimit = relativeLimit;
  }

  boolean readsSums() {
    return reads;
  }

  double scale() {
    return scale;
  }

  /** Makes the gate; {@code norm} is the exact norm that the limit is relative to. */
  Gate gate(Sums sums, double norm) {
    boolean limited = Double.isFinite(relativeLimit) && norm > 0 && Double.isFinite(norm);
    double limit = limited ? relativeLimit * norm : Double.POSITIVE_INFINITY;
    return new Gate(reads ? sums : null, Sum.GRADIENT_SQUARED, limit, scale);
  }
}
