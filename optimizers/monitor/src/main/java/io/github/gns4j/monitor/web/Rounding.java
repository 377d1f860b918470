package io.github.gns4j.monitor.web;

/** Rounding to six significant digits, which halves what the pages load. */
final class Rounding {
  private static final int DIGITS = 6;

  private Rounding() {}

  static double significant(double value) {
    int exponent = DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(value)));
    if (Math.abs(exponent) > 300) {
      return value;
    }
    // dividing by an exact power of ten gives the double nearest to the short decimal number
    return exponent >= 0
        ? Math.rint(value * Math.pow(10, exponent)) / Math.pow(10, exponent)
        : Math.rint(value / Math.pow(10, -exponent)) * Math.pow(10, -exponent);
  }
}
