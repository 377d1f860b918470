package io.github.gns4j.benchmarks.training;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The part of the page of results that is about whole training steps. */
public final class TrainingPage {
  private static final double NANOS_PER_MICRO = 1e3;
  private static final List<String> VARIANTS =
      List.of("dl4j", "oneLine", "trainer", "oneLineTapped", "trainerTapped");

  /** Of tapped variants: the same without taps. */
  private static final Map<String, String> UNTAPPED =
      Map.of("oneLineTapped", "oneLine", "trainerTapped", "trainer");

  private TrainingPage() {}

  /** Returns whether a result belongs to this part. */
  public static boolean covers(JsonNode result) {
    return result.get("benchmark").asText().contains(".training.");
  }

  /** Returns the part, empty if there is no such result. */
  public static String of(JsonNode results) {
    Map<String, Map<String, double[]>> tasks = new TreeMap<>();
    Map<String, double[]> norms = new TreeMap<>();
    for (JsonNode result : results) {
      if (covers(result)) {
        String name = result.get("benchmark").asText().replaceAll(".*\\.", "");
        JsonNode params = result.get("params");
        String batch = ", batch " + params.get("batch").asText();
        if (params.has("network")) {
          String task = params.get("network").asText() + batch;
          tasks.computeIfAbsent(task, any -> new TreeMap<>()).put(name, time(result));
        } else {
          norms.put(name + batch, time(result));
        }
      }
    }
    return (tasks.isEmpty() ? "" : page(tasks)) + (norms.isEmpty() ? "" : list(norms));
  }

  private static double[] time(JsonNode result) {
    JsonNode metric = result.get("primaryMetric");
    return new double[] {metric.get("score").asDouble(), metric.path("scoreError").asDouble(0)};
  }

  private static String list(Map<String, double[]> norms) {
    StringBuilder page = new StringBuilder("\nNorms of per-sample gradients, µs:\n\n");
    norms.forEach(
        (name, time) ->
            page.append(
                String.format(
                    Locale.ROOT,
                    "- `%s`: %,.0f ± %,.0f%n",
                    name,
                    time[0] / NANOS_PER_MICRO,
                    time[1] / NANOS_PER_MICRO)));
    return page.toString();
  }

  private static String page(Map<String, Map<String, double[]>> tasks) {
    StringBuilder page =
        new StringBuilder("\n## Whole training steps, µs ± half the 99.9% interval");
    page.append(
        "\n\nIn brackets: against DL4J's Adam; for tapped ones, against the same untapped.");
    page.append("\n\n| |");
    VARIANTS.forEach(variant -> page.append(" `").append(variant).append("` |"));
    page.append("\n|---|").append("---:|".repeat(VARIANTS.size())).append('\n');
    tasks.forEach((task, times) -> page.append(row(task, times)));
    return page.toString();
  }

  @SuppressWarnings(
      "ReferenceEquality") // is it the very measurement that others are compared with?
  private static String row(String task, Map<String, double[]> times) {
    StringBuilder row = new StringBuilder("| " + task + " |");
    for (String variant : VARIANTS) {
      double[] time = times.get(variant);
      double[] base = times.get(UNTAPPED.getOrDefault(variant, "dl4j"));
      row.append(
          time == null
              ? " |"
              : String.format(
                  Locale.ROOT,
                  " %,.0f ± %,.0f%s |",
                  time[0] / NANOS_PER_MICRO,
                  time[1] / NANOS_PER_MICRO,
                  base == null || base == time
                      ? ""
                      : String.format(Locale.ROOT, " (%.3f)", time[0] / base[0])));
    }
    return row.append('\n').toString();
  }
}
