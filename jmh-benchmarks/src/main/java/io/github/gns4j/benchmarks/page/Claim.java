package io.github.gns4j.benchmarks.page;

import io.github.gns4j.benchmarks.training.TrainingPage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
 *   <li>{@code paired steps Training.round:oneLine/Training.round:dl4j network=MLP batch=32}: the
 *       same from the iterations they share, the first over the second; {@code pairs} from the
 *       least to the greatest
 *   <li>{@code turn turns Adam.dl4j/Adam.inPlace parameters=10000}: a time over another, both by
 *       turns in one process; {@code turns} from the least to the greatest
 *   <li>{@code ratio types Adam.inPlace[backend=scalar]/Adam.inPlace[backend=vector]}: of settings
 *   <li>{@code bytes allocation Adam.inPlace parameters=10000}: heap allocated by a call
 * </ul>
 *
 * @param source these words
 * @param kind the first of them
 * @param results name of the results
 * @param sides one, or the two of a ratio
 * @param params what the benchmark's parameters must be, as far as it has them
 */
record Claim(
    String source, String kind, String results, List<Timed> sides, Map<String, String> params) {
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
    return new Claim(
        source,
        words[0],
        words[1],
        Stream.of(words[2].split("/", -1)).map(Timed::parse).toList(),
        params);
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
      case "paired" -> one(paired(from)).show();
      case "pairs" -> Score.range(some(paired(from)));
      case "turn" -> one(turns(from)).show();
      case "turns" -> Score.range(some(turns(from)));
      case "bytes" -> MemorySection.wholeBytes(one(bytes(from)));
      default ->
          throw new IllegalArgumentException(
              "claim '"
                  + source
                  + "', allowed kinds: time, times, ratio, ratios, paired, pairs, turn, turns, bytes");
    };
  }

  private List<Score> times(Results from) {
    return side(0).in(from, params).stream().map(side(0)::of).toList();
  }

  private List<Score> bytes(Results from) {
    return side(0).in(from, params).stream().flatMap(m -> m.allocated().stream()).toList();
  }

  private List<Score> paired(Results from) {
    return side(0).in(from, params).stream()
        .map(m -> TrainingPage.ratio(m.json(), side(0).metric(), side(1).metric()))
        .map(Score::of)
        .toList();
  }

  private List<Score> turns(Results from) {
    Turns both = new Turns(side(0).name(), side(1).name());
    return both.in(from, params).stream().map(both::ratio).toList();
  }

  private List<Score> ratios(Results from) {
    Timed other = side(0);
    Timed ours = side(1);
    List<Score> ratios = new ArrayList<>();
    for (Measurement own : ours.in(from, params)) {
      for (Measurement others : other.in(from, params)) {
        if (other.belongs(others, ours, own)) {
          ratios.add(other.of(others).over(ours.of(own)));
        }
      }
    }
    return ratios;
  }

  private Timed side(int index) {
    if (sides.size() <= index) {
      throw new IllegalArgumentException("claim '" + source + "', allowed: two names, A/B");
    }
    return sides.get(index);
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
