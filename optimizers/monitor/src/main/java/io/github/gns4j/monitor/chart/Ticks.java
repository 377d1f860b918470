package io.github.gns4j.monitor.chart;

import java.util.Locale;

/** Numbers on axes. */
final class Ticks {
  private Ticks() {}

  /** A number as short as it can be read: {@code 0.001}, {@code 1e-5}, {@code 12k}, {@code 3M}. */
  static String label(double value) {
    double size = Math.abs(value);
    if (size == 0) {
      return "0";
    }
    if (size < 1e-3 || size >= 1e12) {
      return trim(String.format(Locale.ROOT, "%.1e", value).replaceFirst("e([-+])0?", "e$1"))
          .replace("e+", "e");
    }
    String[] units = {"", "k", "M", "G"};
    int unit = size < 10_000 ? 0 : Math.min(3, (int) (Math.log10(size * 1.0000001) / 3));
    double scaled = value / Math.pow(1000, unit);
    return trim(String.format(Locale.ROOT, "%.4g", scaled)) + units[unit];
  }

  private static String trim(String number) {
    return number.contains(".") ? number.replaceFirst("\\.?0+(?=e|$)", "") : number;
  }
}
