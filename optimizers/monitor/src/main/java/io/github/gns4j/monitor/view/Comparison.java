package io.github.gns4j.monitor.view;

import io.github.gns4j.monitor.log.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Runs side by side as a table of text.
 *
 * @param caption what the target is
 * @param columns names of the columns
 * @param rows one a run, a cell a column
 */
public record Comparison(String caption, List<String> columns, List<List<String>> rows) {
  private static final String MISSING = "–";

  /** Copies the lists. */
  public Comparison {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** Compares runs by a target; without one, by the lowest loss that all of them reached. */
  public static Comparison of(List<History> runs, Optional<Target> wanted) {
    Optional<Target> target = wanted.isPresent() ? wanted : Target.lowestCommonLoss(runs);
    Set<String> metrics = new LinkedHashSet<>();
    runs.forEach(run -> metrics.addAll(run.metrics().names()));
    List<String> columns = new ArrayList<>(List.of("run"));
    target.ifPresent(
        _ -> columns.addAll(List.of("time to target", "steps to target", "samples to target")));
    columns.addAll(List.of("time", "steps", "samples", "last batch", "last loss"));
    metrics.forEach(metric -> columns.add("best " + metric));
    return new Comparison(
        caption(target, wanted.isPresent()),
        columns,
        runs.stream().map(run -> row(run, target, metrics)).toList());
  }

  private static String caption(Optional<Target> target, boolean wanted) {
    return target
        .map(t -> "Target: " + t + (wanted ? "" : ", the lowest smoothed loss that all reached"))
        .orElse("No target: a run does not know its loss");
  }

  private static List<String> row(History run, Optional<Target> target, Set<String> metrics) {
    List<String> row = new ArrayList<>(List.of(run.name()));
    if (target.isPresent()) {
      Optional<Target.Reached> reached = target.get().reachedBy(run);
      row.add(reached.map(r -> seconds(r.time())).orElse("not reached"));
      row.add(reached.map(r -> whole(r.step())).orElse(MISSING));
      row.add(reached.map(r -> whole(r.samples())).orElse(MISSING));
    }
    Optional<LogEntry.Step> last = run.last();
    row.add(last.map(step -> seconds(step.time())).orElse(MISSING));
    row.add(whole(run.steps()));
    row.add(last.map(step -> whole(step.samples())).orElse(MISSING));
    row.add(last.map(step -> whole(step.batch())).orElse(MISSING));
    int points = run.points().size();
    row.add(points == 0 ? MISSING : number(run.points().get(Column.LOSS, points - 1)));
    metrics.forEach(metric -> row.add(best(run.metrics().get(metric), metric)));
    return row;
  }

  /** The best is the least for what is called a loss or an error, the greatest for all else. */
  private static String best(List<LogEntry.Metric> metrics, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean least = lower.contains("loss") || lower.contains("error");
    var values = metrics.stream().mapToDouble(LogEntry.Metric::value).summaryStatistics();
    return values.getCount() == 0 ? MISSING : number(least ? values.getMin() : values.getMax());
  }

  private static String seconds(double value) {
    return String.format(Locale.ROOT, value < 100 ? "%.2f s" : "%,.0f s", value);
  }

  private static String whole(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  private static String number(double value) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%.4g", value) : MISSING;
  }

  /** Returns the table as lines of text in aligned columns. */
  public String toText() {
    List<List<String>> all = new ArrayList<>(List.of(columns));
    all.addAll(rows);
    StringBuilder text = new StringBuilder(caption).append('\n');
    for (List<String> row : all) {
      for (int c = 0; c < row.size(); c++) {
        int column = c;
        int width = all.stream().mapToInt(r -> r.get(column).length()).max().orElse(0);
        String pad = " ".repeat(width - row.get(c).length());
        text.append(c == 0 ? row.get(c) + pad : "  " + pad + row.get(c));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
