package io.github.gns4j.policy;

import io.github.gns4j.noise.NoiseEstimate;

/**
 * Numbers and estimates in the words of a reason: four significant digits, cheap enough per step.
 */
final class Words {
  /** Powers of ten up to this one are exact in double precision. */
  private static final int EXACT_POWER = 22;

  private static final int DIGITS = 4;

  private Words() {}

  /** Returns {@code value} with four significant digits, whole numbers below 10⁶ in full. */
  static String number(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return value == 0 ? "0" : Double.toString(value);
    }
    if (value == Math.rint(value) && Math.abs(value) < 1e6) {
      return Long.toString((long) value);
    }
    int shift = DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(value)));
    if (Math.abs(shift) > EXACT_POWER) {
      return Double.toString(value);
    }
    double power = Math.pow(10, Math.abs(shift));
    double rounded =
        shift >= 0 ? Math.rint(value * power) / power : Math.rint(value / power) * power;
    String text = Double.toString(rounded);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }

  /** Returns a ratio as a change in percent, such as {@code +12%}. */
  static String percent(double ratio) {
    String text = number(100 * (ratio - 1));
    return (ratio >= 1 ? "+" : "") + text + "%";
  }

  /** Returns what is known of the noise scale. */
  static String noise(NoiseEstimate noise) {
    return switch (noise) {
      case NoiseEstimate.NotReady n -> "noise scale not ready (" + n.reason() + ")";
      case NoiseEstimate.NonFinite n ->
          "last gradient left out (" + n.count() + " non-finite elements)";
      case NoiseEstimate.Unresolved u ->
          "noise scale not resolved (at least " + number(u.low()) + ")";
      case NoiseEstimate.Resolved r ->
          "noise scale "
              + number(r.scale())
              + " (interval "
              + number(r.low())
              + " to "
              + number(r.high())
              + ")";
    };
  }
}
