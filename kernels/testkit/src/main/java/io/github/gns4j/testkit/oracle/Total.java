package io.github.gns4j.testkit.oracle;

/** Adds terms one after the other and keeps what the error bound of the sum needs. */
final class Total {
  private final Rounding rounding;
  private double value;
  private double magnitude;
  private double inherited;
  private long count;

  Total(Rounding rounding) {
    this.rounding = rounding;
  }

  void add(Real term) {
    value += term.value();
    magnitude += Math.abs(term.value());
    inherited += term.error();
    count++;
  }

  /** The sum with the bound stated at {@link OracleSums}. */
  Real sum() {
    double run = Math.min(count, OracleSums.FLOAT_RUN);
    double narrow = rounding.isDouble() ? 0 : run * Rounding.FLOAT_ROUNDOFF;
    double wide = 2 * count * Rounding.DOUBLE_ROUNDOFF;
    return new Real(value, inherited + (narrow + wide) * magnitude);
  }
}
