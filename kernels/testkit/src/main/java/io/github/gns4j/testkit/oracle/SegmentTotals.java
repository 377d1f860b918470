package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.Sum;
import java.util.EnumMap;
import java.util.Map;

/** The sums of one segment while an oracle goes through its elements. */
final class SegmentTotals {
  private final Rounding rounding;
  private final Map<Sum, Total> totals = new EnumMap<>(Sum.class);
  private long nonFinite;

  SegmentTotals(Rounding rounding) {
    this.rounding = rounding;
  }

  /** Adds {@code number²} to {@code sum}. */
  void addSquare(Sum sum, Real number) {
    add(sum, rounding.square(number));
  }

  void add(Sum sum, Real term) {
    totals.computeIfAbsent(sum, s -> new Total(rounding)).add(term);
  }

  /** Counts an element that is NaN or infinite. */
  void count(double element) {
    if (!Double.isFinite(element)) {
      nonFinite++;
    }
  }

  Real sum(Sum sum) {
    Total total = totals.get(sum);
    return total == null ? Real.ZERO : total.sum();
  }

  void writeTo(OracleSums sums, int segment) {
    totals.forEach((sum, total) -> sums.set(sum, segment, total.sum()));
    sums.set(Sum.NON_FINITE, segment, Real.exact(nonFinite));
  }
}
