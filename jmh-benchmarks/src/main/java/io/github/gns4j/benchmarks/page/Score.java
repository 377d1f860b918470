package io.github.gns4j.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gns4j.benchmarks.training.PairedRatio;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;

/**
 * A measured number.
 *
 * @param value its mean
 * @param error half the interval of the mean, 99.9% of JMH's and 95% of paired ones; NaN if there
 *     was one iteration only
 */
record Score(double value, double error) {
  /** Reads a metric of JMH, which writes {@code "NaN"} where it has no error. */
  static Score of(JsonNode metric) {
    JsonNode error = metric.path("scoreError");
    return new Score(
        metric.get("score").asDouble(), error.isNumber() ? error.asDouble() : Double.NaN);
  }

  static Score of(PairedRatio ratio) {
    return new Score(ratio.value(), ratio.halfWidth());
  }

  /** Returns this number over another that is independent of it; the error to first order. */
  Score over(Score other) {
    double ratio = value / other.value;
    return new Score(ratio, Math.abs(ratio) * Math.hypot(error / value, other.error / other.value));
  }

  /** Returns this number a so-manyth. */
  Score per(double count) {
    return new Score(value / count, error / count);
  }

  /** Returns the lower end of the interval on a logarithmic scale, where it is above 0. */
  double low() {
    return value / spread();
  }

  /** Returns the upper end of the interval on a logarithmic scale. */
  double high() {
    return value * spread();
  }

  private double spread() {
    return Math.exp(error / value);
  }

  /** Returns the number with its error, with so many decimals. */
  String show(int decimals) {
    String number = "%,." + decimals + "f";
    return Double.isNaN(error)
        ? String.format(Locale.ROOT, number, value)
        : String.format(Locale.ROOT, number + " ± " + number, value, error);
  }

  /** Returns the number with its error, with three digits of the number. */
  String show() {
    int before = value == 0 ? 1 : (int) Math.floor(Math.log10(Math.abs(value))) + 1;
    return show(Math.clamp(3 - before, 0, 3));
  }

  /** Returns the least and the greatest of some numbers, without errors. */
  static String range(List<Score> scores) {
    DoubleSummaryStatistics values = scores.stream().mapToDouble(Score::value).summaryStatistics();
    String least = new Score(values.getMin(), Double.NaN).show();
    String greatest = new Score(values.getMax(), Double.NaN).show();
    return least.equals(greatest) ? least : least + " to " + greatest;
  }
}
