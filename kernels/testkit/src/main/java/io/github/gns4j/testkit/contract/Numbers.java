package io.github.gns4j.testkit.contract;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The data of a case.
 *
 * @param types their types
 * @param layout where they lie
 * @param values what the gradient is
 */
record Numbers(Types types, Layout layout, Values values) {
  /** One element in this many has no second moment: it does not count in the metric. */
  private static final int WITHOUT_MOMENT = 5;

  static Numbers normal(Types types, Layout layout) {
    return new Numbers(types, layout, Values.NORMAL);
  }

  double[] gradient(long stream) {
    return values.gradient(layout, types.gradient(), KernelContract.SEED + stream);
  }

  /** Numbers of ordinary size around 0. */
  double[] ordinary(long stream) {
    SplittableRandom random = new SplittableRandom(KernelContract.SEED - stream);
    return random.doubles(layout.length(), -1, 1).toArray();
  }

  /** A second moment; 0 here and there. */
  double[] secondMoment() {
    SplittableRandom random = new SplittableRandom(KernelContract.SEED + 97);
    double[] v = random.doubles(layout.length(), 1e-4, 1).toArray();
    for (int i = 0; i < v.length; i += WITHOUT_MOMENT) {
      v[i] = 0;
    }
    return v;
  }

  /** A first moment that goes with {@link #secondMoment}. */
  double[] firstMoment() {
    double[] m = ordinary(98);
    for (int i = 0; i < m.length; i += WITHOUT_MOMENT) {
      m[i] = 0;
    }
    return m;
  }

  /** What a kernel must overwrite without reading it. */
  double[] garbage() {
    double[] garbage = new double[layout.length()];
    Arrays.fill(garbage, Double.NaN);
    return garbage;
  }

  @Override
  public String toString() {
    return values.reason() + ", " + types + ", " + layout;
  }
}
