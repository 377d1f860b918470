package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;

/** {@link io.github.gns4j.kernels.Kernels#dot}. */
public final class DotOracle {
  private final Rounding r;

  /** Makes the oracle of kernels on arrays of {@code type}. */
  public DotOracle(ElementType type) {
    this.r = Rounding.of(type);
  }

  /** Returns the sums. */
  public OracleSums run(double[] a, double[] b, Segments segments) {
    OracleSums sums = new OracleSums(segments);
    for (int s = 0; s < segments.count(); s++) {
      Segment segment = segments.get(s);
      Total dot = new Total(r);
      if (segment.isGradient()) {
        for (int i = (int) segment.offset(); i < segment.offset() + segment.length(); i++) {
          dot.add(r.term(Real.exact(a[i]), Real.exact(b[i])));
        }
      }
      sums.set(Sum.DOT, s, dot.sum());
    }
    return sums;
  }
}
