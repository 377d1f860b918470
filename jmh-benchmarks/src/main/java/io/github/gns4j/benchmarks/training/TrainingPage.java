package io.github.gns4j.benchmarks.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The part of the page of results that is about whole training steps. */
public final class TrainingPage {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final List<String> WAYS =
      List.of("dl4j", "oneLine", "trainer", "oneLineTapped", "trainerTapped");

  /** What a way is compared with. */
  private static final Map<String, String> BASES =
      Map.of(
          "oneLine", "dl4j",
          "trainer", "dl4j",
          "oneLineTapped", "oneLine",
          "trainerTapped", "trainer");

  private TrainingPage() {}

  /** Returns whether a result belongs to this part. */
  public static boolean covers(JsonNode result) {
    return result.get("benchmark").asText().contains(".training.");
  }

  /** Returns the part, empty if there is no such result. */
  public static String of(JsonNode results) {
    Map<String, JsonNode> tasks = new TreeMap<>();
    Map<String, JsonNode> norms = new TreeMap<>();
    for (JsonNode result : results) {
      if (covers(result)) {
        String batch = ", batch " + result.get("params").get("batch").asText();
        if (result.get("params").has("network")) {
          tasks.put(result.get("params").get("network").asText() + batch, result);
        } else {
          norms.put(result.get("benchmark").asText().replaceAll(".*\\.", "") + batch, result);
        }
      }
    }
    return (tasks.isEmpty() ? "" : page(tasks)) + (norms.isEmpty() ? "" : list(norms));
  }

  private static String list(Map<String, JsonNode> norms) {
    StringBuilder page = new StringBuilder("\nNorms of per-sample gradients, µs:\n\n");
    norms.forEach((name, result) -> page.append(line(name, result.get("primaryMetric"))));
    return page.toString();
  }

  private static String line(String name, JsonNode metric) {
    return String.format(
        Locale.ROOT,
        "- `%s`: %,.0f ± %,.0f%n",
        name,
        metric.get("score").asDouble() / NANOS_PER_MICRO,
        metric.path("scoreError").asDouble(0) / NANOS_PER_MICRO);
  }

  private static String page(Map<String, JsonNode> tasks) {
    StringBuilder page = new StringBuilder("\n## Whole training steps\n\n");
    page.append("By turns in one process. Ratios: `oneLine` and `trainer` over DL4J's Adam, tapped")
        .append(" ones over the same untapped; below 1 is faster. ± half the 95% interval over")
        .append(" the iterations, paired.\n");
    table(page, "Ratio of means", tasks, (task, way) -> overBase(task, way, ""));
    table(page, "Ratio of medians", tasks, (task, way) -> overBase(task, way, "Median"));
    table(page, "Mean of a step, µs", tasks, (task, way) -> time(task, way));
    table(page, "Median of a step, µs", tasks, (task, way) -> time(task, way + "Median"));
    if (tasks.values().stream().allMatch(task -> tells(task, "dl4jUpdater"))) {
      page.append("\nThe part of a step that is the updater's, measured by a clock around it; the")
          .append(" trainer has none. Differences of whole steps that are smaller than their")
          .append(" error are told by this.\n");
      table(page, "Median in the updater, µs", tasks, TrainingPage::updater);
    }
    return page.toString();
  }

  private interface Cell {
    String of(JsonNode task, String way);
  }

  private static void table(
      StringBuilder page, String title, Map<String, JsonNode> tasks, Cell cell) {
    page.append("\n| ").append(title).append(" |");
    WAYS.forEach(way -> page.append(" `").append(way).append("` |"));
    page.append("\n|---|").append("---:|".repeat(WAYS.size())).append('\n');
    tasks.forEach(
        (name, task) -> {
          page.append("| ").append(name).append(" |");
          WAYS.forEach(way -> page.append(' ').append(cell.of(task, way)).append(" |"));
          page.append('\n');
        });
  }

  private static String overBase(JsonNode task, String way, String suffix) {
    String base = BASES.get(way);
    if (base == null) {
      return "1";
    }
    PairedRatio ratio = ratio(task, way + suffix, base + suffix);
    return String.format(Locale.ROOT, "%.3f ± %.3f", ratio.value(), ratio.halfWidth());
  }

  /**
   * Returns the ratio of two ways' times in one result.
   *
   * @throws IllegalArgumentException if it does not tell both
   */
  public static PairedRatio ratio(JsonNode task, String way, String base) {
    return PairedRatio.of(iterations(task, way), iterations(task, base));
  }

  private static String updater(JsonNode task, String way) {
    return tells(task, way + "Updater") ? time(task, way + "Updater") : "";
  }

  private static boolean tells(JsonNode task, String name) {
    return task.path("secondaryMetrics").has(name);
  }

  private static String time(JsonNode task, String name) {
    return String.format(
        Locale.ROOT, "%,.0f", PairedRatio.mean(iterations(task, name)) / NANOS_PER_MICRO);
  }

  /**
   * Returns the mean of a way's times in one result, divided by a number.
   *
   * @throws IllegalArgumentException if it does not tell them
   */
  public static PairedRatio per(JsonNode task, String way, double number) {
    double[] times = iterations(task, way);
    double[] numbers = new double[times.length];
    Arrays.fill(numbers, number);
    return PairedRatio.of(times, numbers);
  }

  /**
   * Returns what a result counted in the iterations of all forks.
   *
   * @throws IllegalArgumentException if it did not count this
   */
  public static double[] iterations(JsonNode task, String name) {
    JsonNode metric = task.path("secondaryMetrics").path(name);
    if (metric.isMissingNode()) {
      throw new IllegalArgumentException("the result has no times of '" + name + "'");
    }
    return metric
        .get("rawData")
        .valueStream()
        .flatMap(JsonNode::valueStream)
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }
}
