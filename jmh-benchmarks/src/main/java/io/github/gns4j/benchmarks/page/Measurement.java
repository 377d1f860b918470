package io.github.gns4j.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gns4j.benchmarks.training.TrainingPage;
import java.util.Map;
import java.util.Optional;

/**
 * One result of JMH.
 *
 * @param name class and method: {@code Adam.inPlace}
 * @param json the whole of it
 * @param time of one call
 */
record Measurement(String name, JsonNode json, Score time) {
  private static final String ALLOCATED = "gc.alloc.rate.norm";

  /** What was measured over 32 gradients of a million elements, whatever the parameters said. */
  private static final Map<String, String> BEFORE =
      Map.of(
          "Reduction.perSampleMoments", "PerSample.moments",
          "Reduction.perSampleTraffic", "PerSample.traffic");

  private static final int ELEMENTS_BEFORE = 32_000_000;

  static Measurement of(JsonNode json) {
    String name = ownName(json);
    return new Measurement(
        BEFORE.getOrDefault(name, name), json, Score.of(json.get("primaryMetric")));
  }

  private static String ownName(JsonNode json) {
    return json.get("benchmark").asText().replaceAll(".*\\.(\\w+)Benchmark\\.", "$1.");
  }

  /** Returns a parameter, empty if the benchmark has none of this name. */
  Optional<String> param(String key) {
    return Optional.ofNullable(json.path("params").get(key)).map(JsonNode::asText);
  }

  /** Returns whether it is of a pass or step over a number of parameters. */
  boolean isSized() {
    return !TrainingPage.covers(json)
        && !isByTurns()
        && (hasParameters() || param("size").isPresent());
  }

  /** Returns whether it is a round in which several take turns. */
  boolean isByTurns() {
    return name.startsWith("Turns.");
  }

  /** Returns whether it counted this beside its time; who sat out a round has no number there. */
  boolean counted(String metric) {
    return json.path("secondaryMetrics").path(metric).path("score").isNumber();
  }

  private boolean hasParameters() {
    return param("parameters").isPresent();
  }

  /** Returns the number of parameters, or of elements where there are none. */
  int size() {
    if (BEFORE.containsKey(ownName(json))) {
      return ELEMENTS_BEFORE;
    }
    return Integer.parseInt(param(hasParameters() ? "parameters" : "size").orElseThrow());
  }

  /** Returns the micro-batches of a step. */
  int microBatches() {
    return param("microBatches").map(Integer::parseInt).orElse(1);
  }

  /** Returns the time of a call in nanoseconds. */
  Score nanoseconds() {
    return time.per(1 / nanosecondsPerUnit());
  }

  /**
   * Returns what a benchmark counted beside its time, in nanoseconds; in the unit of its time.
   *
   * @throws IllegalArgumentException if it did not count this
   */
  Score nanoseconds(String metric) {
    JsonNode counted = json.path("secondaryMetrics").get(metric);
    if (counted == null) {
      throw new IllegalArgumentException("'" + name + "' has no metric '" + metric + "'");
    }
    return Score.of(counted).per(1 / nanosecondsPerUnit());
  }

  private double nanosecondsPerUnit() {
    return TimeUnits.nanoseconds(json.get("primaryMetric").get("scoreUnit").asText());
  }

  /** Returns whether a parameter has a value, or the benchmark has no such parameter. */
  boolean has(String key, String value) {
    return param(key).orElse(value).equals(value);
  }

  Setting setting() {
    return Setting.of(json.path("params"));
  }

  /** Returns the bytes that a call allocated on the heap, if that was measured. */
  Optional<Score> allocated() {
    JsonNode metrics = json.path("secondaryMetrics");
    JsonNode metric =
        metrics.has(ALLOCATED) ? metrics.get(ALLOCATED) : metrics.get("·" + ALLOCATED);
    return Optional.ofNullable(metric).map(Score::of);
  }
}
