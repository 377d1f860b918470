package io.github.gns4j.monitor.view;

import io.github.gns4j.monitor.log.LogEntry;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A goal that runs are compared by: the first time that a number reaches a value.
 *
 * @param name {@code loss}, smoothed, or the name of a measured number
 * @param atLeast whether larger is better
 * @param value to be reached
 */
public record Target(String name, boolean atLeast, double value) {
  /** The name that means the training loss. */
  public static final String LOSS = "loss";

  private static final Pattern FORM = Pattern.compile("\\s*(.+?)\\s*([<>])=?\\s*([^<>=]+?)\\s*");
  private static final int WINDOWS = 50; // a fiftieth of a run smooths, and hides no progress

  /**
   * Where a target was reached.
   *
   * @param time seconds since the run began
   * @param step steps done
   * @param samples samples seen
   */
  public record Reached(double time, long step, long samples) {}

  /**
   * Parses {@code loss<=0.3} or {@code validation accuracy>=0.95}.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static Target parse(String text) {
    Matcher matcher = FORM.matcher(text);
    try {
      if (matcher.matches()) {
        double value = Double.parseDouble(matcher.group(3));
        return new Target(matcher.group(1), matcher.group(2).equals(">"), value);
      }
    } catch (NumberFormatException e) {
      // told below, with what is allowed
    }
    throw new IllegalArgumentException(
        "target is '" + text + "', allowed: NAME<=NUMBER or NAME>=NUMBER, such as loss<=0.3");
  }

  /** The lowest smoothed loss that all runs reached, if each knows its loss. */
  public static Optional<Target> lowestCommonLoss(List<History> runs) {
    double worst = Double.NEGATIVE_INFINITY;
    for (History run : runs) {
      double best = Double.POSITIVE_INFINITY;
      for (double loss : smoothLoss(run.points())) {
        best = Math.min(best, Double.isNaN(loss) ? best : loss);
      }
      worst = Math.max(worst, best);
    }
    return Double.isFinite(worst) ? Optional.of(new Target(LOSS, false, worst)) : Optional.empty();
  }

  /** When a run reached the target first, if it did. */
  public Optional<Reached> reachedBy(History run) {
    return name.equals(LOSS) ? byLoss(run.points()) : byMetric(run.metrics().get(name));
  }

  private Optional<Reached> byLoss(Points points) {
    double[] smooth = smoothLoss(points);
    for (int i = 0; i < smooth.length; i++) {
      if (reaches(smooth[i])) {
        return Optional.of(
            new Reached(
                points.get(Column.TIME, i),
                (long) points.get(Column.STEP, i),
                (long) points.get(Column.SAMPLES, i)));
      }
    }
    return Optional.empty();
  }

  private Optional<Reached> byMetric(List<LogEntry.Metric> metrics) {
    return metrics.stream()
        .filter(metric -> reaches(metric.value()))
        .findFirst()
        .map(metric -> new Reached(metric.time(), metric.step(), metric.samples()));
  }

  private boolean reaches(double number) {
    return atLeast ? number >= value : number <= value;
  }

  /** Mean of the loss over a fiftieth of the points, up to each; NaN until that many are there. */
  private static double[] smoothLoss(Points points) {
    double[] loss = points.column(Column.LOSS);
    int window = Math.max(1, loss.length / WINDOWS);
    double[] smooth = new double[loss.length];
    for (int i = 0; i < loss.length; i++) {
      double sum = 0;
      for (int j = i - window + 1; j <= i; j++) {
        sum += j < 0 ? Double.NaN : loss[j];
      }
      smooth[i] = sum / window;
    }
    return smooth;
  }

  @Override
  public String toString() {
    return name + (atLeast ? " ≥ " : " ≤ ") + String.format(Locale.ROOT, "%.4g", value);
  }
}
