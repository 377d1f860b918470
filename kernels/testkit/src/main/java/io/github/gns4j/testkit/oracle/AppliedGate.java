package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;

/**
 * What a {@link Gate} decided.
 *
 * @param applies whether the gradient is applied
 * @param coefficient factor from the array to the gradient that is applied
 * @param sums the sums of the gate, null for a gate that is always open
 */
public record AppliedGate(boolean applies, Real coefficient, Sums sums) {
  /**
   * Evaluates {@code gate}. If its sums are the oracle's, the coefficient carries the error that
   * the sums of a kernel may have.
   */
  public static AppliedGate of(Gate gate) {
    Sums sums = gate.sums();
    if (sums == null) {
      return new AppliedGate(true, Real.exact(gate.scale()), null);
    }
    double nonFinite = 0;
    double squared = 0;
    for (int s = 0; s < sums.segments().count(); s++) {
      nonFinite += sums.get(Sum.NON_FINITE, s);
      squared += sums.get(gate.norm(), s);
    }
    double error = sums instanceof OracleSums oracle ? oracle.totalError(gate.norm()) : 0;
    return new AppliedGate(nonFinite == 0, coefficient(gate, new Real(squared, error)), sums);
  }

  private static Real coefficient(Gate gate, Real squaredNorm) {
    double norm = Math.sqrt(squaredNorm.value());
    boolean clips = norm > gate.maxNorm();
    double coefficient = clips ? gate.scale() * (gate.maxNorm() / norm) : gate.scale();
    double relative = clips ? squaredNorm.error() / (2 * squaredNorm.value()) : 0;
    return new Real(coefficient, Math.abs(coefficient) * relative);
  }
}
