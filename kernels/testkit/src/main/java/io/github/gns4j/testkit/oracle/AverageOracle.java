package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.ElementType;

/** {@link io.github.gns4j.kernels.Kernels#average}. */
public final class AverageOracle {
  private final Rounding r;

  /** Makes the oracle of kernels on arrays of {@code type}. */
  public AverageOracle(ElementType type) {
    this.r = Rounding.of(type);
  }

  /** Returns what the average should be. */
  public Expected run(double[] average, double[] value, double weight) {
    Expected result = Expected.startingFrom(average);
    for (int i = 0; i < average.length; i++) {
      Real a = Real.exact(average[i]);
      Real x = Real.exact(value[i]);
      Real moved = r.plus(a, r.times(r.scalar(weight), r.minus(x, a)));
      result.set(i, weight == 1 ? x : r.store(moved));
    }
    return result;
  }
}
