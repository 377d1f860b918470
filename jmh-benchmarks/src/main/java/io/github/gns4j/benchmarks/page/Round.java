package io.github.gns4j.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gns4j.benchmarks.training.TrainingPage;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.util.ListStatistics;

/**
 * A result of JMH, which is one measurement, or those of all who took turns in a round of {@code
 * TypesBenchmark}: its settings are compared with one another, each in a process of its own, as if
 * every participant had been measured alone.
 *
 * @param json the result
 */
record Round(JsonNode json) {
  private static final String EXPANDED = "TypesBenchmark.";
  private static final double COVERAGE = 0.999; // of JMH's own intervals

  /** Names of benchmarks by those that rounds give them. */
  private static final Map<String, String> NAMES =
      Comparison.ALL.stream()
          .flatMap(comparison -> Stream.of(comparison.other(), comparison.ours()))
          .distinct()
          .collect(Collectors.toMap(Turns::metric, name -> name));

  static Round of(JsonNode json) {
    return new Round(json);
  }

  List<Measurement> measurements() {
    if (!json.get("benchmark").asText().contains(EXPANDED)) {
      return List.of(Measurement.of(json));
    }
    return json.path("secondaryMetrics").properties().stream()
        .map(Map.Entry::getKey)
        .filter(NAMES::containsKey)
        .map(metric -> new Measurement(NAMES.get(metric), json, time(metric)))
        .toList();
  }

  private Score time(String metric) {
    ListStatistics each = new ListStatistics(TrainingPage.iterations(json, metric));
    return new Score(each.getMean(), each.getMeanErrorAt(COVERAGE));
  }
}
