package io.github.gns4j.examples.study;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Builds a page in Markdown. Not for several threads. */
final class Markdown {
  private final StringBuilder text = new StringBuilder();

  Markdown heading(int level, String words) {
    text.append("#".repeat(level)).append(' ').append(words).append("\n\n");
    return this;
  }

  /** Adds a paragraph, with numbers in it as {@link String#format} has them. */
  Markdown say(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values)).append("\n\n");
    return this;
  }

  /** Adds a table whose first column is of words and the others of numbers. */
  Markdown table(List<String> heads, List<List<String>> rows) {
    line(heads);
    text.append("|---|").append("---:|".repeat(heads.size() - 1)).append('\n');
    rows.forEach(this::line);
    text.append('\n');
    return this;
  }

  private void line(List<String> cells) {
    text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
  }

  @Override
  public String toString() {
    return text.toString().stripTrailing() + "\n";
  }

  /**
   * A number with three significant digits; {@code –} for NaN, and {@code missed} for infinity: a
   * target that was not reached.
   */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (Double.isInfinite(value)) {
      return "missed";
    }
    int whole = value == 0 ? 1 : (int) Math.floor(Math.log10(Math.abs(value))) + 1;
    return String.format(Locale.ROOT, "%,." + Math.clamp(3 - whole, 0, 6) + "f", value);
  }

  /** A learning rate. */
  static String rate(double value) {
    return String.format(Locale.ROOT, "%.0e", value).replace("e-0", "e-").replace("e+00", "");
  }

  /** The middle of values in ascending order; NaN if there are none. */
  static double median(double[] sorted) {
    int n = sorted.length;
    return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
  }

  /** The last of values in ascending order; NaN if there are none. */
  static double greatest(double[] sorted) {
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1];
  }

  /** The share of values that are at most {@code most}, as a count of all. */
  static String within(double[] values, double most) {
    return Arrays.stream(values).filter(value -> value <= most).count() + " of " + values.length;
  }
}
