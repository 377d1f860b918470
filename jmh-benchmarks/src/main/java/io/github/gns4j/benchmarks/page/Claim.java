package io.github.gns4j.benchmarks.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A number of the documentation and where it comes from: {@code KIND RESULTS BENCHMARK
 * [PARAMETER=VALUE...]}.
 *
 * <ul>
 *   <li>{@code time quick Adam.inPlace parameters=10000}: time of a call
 *   <li>{@code times steps Training.dl4j network=MLP}: from the least to the greatest
 *   <li>{@code ratio quick Adam.dl4j/Adam.inPlace parameters=10000}: a time over another
 *   <li>{@code ratios quick Adam.dl4j/Adam.inPlace}: from the least to the greatest
 *   <li>{@code ratio steps Training.round:oneLine/Training.round:dl4j network=MLP batch=32}: of
 *       times that one benchmark tells apart
 *   <li>{@code bytes allocation Adam.inPlace parameters=10000}: heap allocated by a call
 * </ul>
 *
 * @param source these words
 * @param kind the first of them
 * @param results name of the results
 * @param benchmarks one, or the two of a ratio
 * @param params what the benchmark's parameters must be, as far as it has them
 */
record Claim(
    String source,
    String kind,
    String results,
    List<String> benchmarks,
    Map<String, String> params) {
  private static final int WORDS = 3;

  /**
   * Reads a claim.
   *
   * @throws IllegalArgumentException if it is not of this form
   */
  static Claim parse(String source) {
    String[] words = source.strip().split("\\s+", -1);
    if (words.length < WORDS) {
      throw new IllegalArgumentException(
          "claim '" + source + "', allowed: KIND RESULTS BENCHMARK [PARAMETER=VALUE...]");
    }
    Map<String, String> params = new LinkedHashMap<>();
    for (int i = WORDS; i < words.length; i++) {
      String[] pair = words[i].split("=", 2);
      if (pair.length != 2) {
        throw new IllegalArgumentException(
            "claim '" + source + "' has '" + words[i] + "', allowed: PARAMETER=VALUE");
      }
      params.put(pair[0], pair[1]);
    }
    return new Claim(source, words[0], words[1], List.of(words[2].split("/", -1)), params);
  }

  /**
   * Returns what the results say.
   *
   * @throws IllegalArgumentException if they say nothing, or more than one thing where one is asked
   *     for
   */
  String text(Results from) {
    return switch (kind) {
      case "time" -> TimeUnits.show(one(times(from)));
      case "times" -> TimeUnits.range(some(times(from)));
      case "ratio" -> one(ratios(from)).show();
      case "ratios" -> Score.range(some(ratios(from)));
      case "bytes" -> MemorySection.wholeBytes(one(bytes(from)));
      default ->
          throw new IllegalArgumentException(
              "claim '" + source + "', allowed kinds: time, times, ratio, ratios, bytes");
    };
  }

  private List<Score> times(Results from) {
    return measured(from, name(0)).stream().map(m -> time(m, name(0))).toList();
  }

  private List<Score> bytes(Results from) {
    return measured(from, name(0)).stream().flatMap(m -> m.allocated().stream()).toList();
  }

  private List<Score> ratios(Results from) {
    List<Score> ratios = new ArrayList<>();
    for (Measurement ours : measured(from, name(1))) {
      for (Measurement other : measured(from, name(0))) {
        if (other.agrees(ours)) {
          ratios.add(time(other, name(0)).over(time(ours, name(1))));
        }
      }
    }
    return ratios;
  }

  private static Score time(Measurement measurement, String name) {
    int colon = name.indexOf(':');
    return colon < 0
        ? measurement.nanoseconds()
        : measurement.nanoseconds(name.substring(colon + 1));
  }

  private String name(int index) {
    if (benchmarks.size() <= index) {
      throw new IllegalArgumentException("claim '" + source + "', allowed: two names, A/B");
    }
    return benchmarks.get(index);
  }

  private List<Measurement> measured(Results from, String name) {
    return from.all()
        .filter(m -> m.name().equals(name.replaceAll(":.*", "")))
        .filter(
            m ->
                params.entrySet().stream()
                    .allMatch(p -> m.param(p.getKey()).orElse(p.getValue()).equals(p.getValue())))
        .toList();
  }

  private Score one(List<Score> scores) {
    if (scores.size() != 1) {
      throw new IllegalArgumentException(
          "claim '" + source + "' has " + scores.size() + " results, allowed: one");
    }
    return scores.getFirst();
  }

  private List<Score> some(List<Score> scores) {
    if (scores.isEmpty()) {
      throw new IllegalArgumentException("claim '" + source + "' has no results");
    }
    return scores;
  }
}
