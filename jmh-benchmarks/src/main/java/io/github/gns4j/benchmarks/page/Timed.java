package io.github.gns4j.benchmarks.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a claim is about: {@code Adam.inPlace}, {@code Training.round:oneLine} for what a benchmark
 * counted beside its time, {@code Adam.inPlace[backend=scalar]} where the other side of a ratio has
 * another parameter.
 *
 * @param name of the benchmark
 * @param metric null for its time
 * @param key the parameter of this side, null for none
 * @param value of that parameter
 */
record Timed(String name, String metric, String key, String value) {
  private static final Pattern FORM =
      Pattern.compile("([\\w.]+)(?::(\\w+))?(?:\\[(\\w+)=(\\w+)])?");

  /**
   * Reads one side.
   *
   * @throws IllegalArgumentException if it is not of this form
   */
  static Timed parse(String source) {
    Matcher parts = FORM.matcher(source);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "'" + source + "', allowed: BENCHMARK[:METRIC] and [PARAMETER=VALUE] behind it");
    }
    return new Timed(parts.group(1), parts.group(2), parts.group(3), parts.group(4));
  }

  /** Returns the time in nanoseconds. */
  Score of(Measurement measurement) {
    return metric == null ? measurement.nanoseconds() : measurement.nanoseconds(metric);
  }

  /**
   * Returns the results of the benchmark with some parameters, as far as it has them. Of those with
   * the same parameters the last counts.
   */
  List<Measurement> in(Results results, Map<String, String> params) {
    Map<String, String> wanted = new LinkedHashMap<>(params);
    if (key != null) {
      wanted.put(key, value);
    }
    return results.lastWith(wanted, m -> m.name().equals(name));
  }

  /** Returns whether results of the two sides differ in nothing but the parameter of a side. */
  boolean belongs(Measurement here, Timed opposite, Measurement there) {
    return here.json().path("params").properties().stream()
        .filter(p -> !p.getKey().equals(key) && !p.getKey().equals(opposite.key))
        .allMatch(p -> there.has(p.getKey(), p.getValue().asText()));
  }
}
