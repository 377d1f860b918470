package io.github.gns4j.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The results of a name: {@code NAME.json}, and {@code NAME.SLICE.json} of runs that were cut into
 * slices. Beside each of them a {@code .txt} tells of machine and commit.
 */
final class Results {
  private static final String ENDING = ".json";

  private final List<Measurement> measurements;
  private final ArrayNode json;
  private final List<String> about;

  private Results(List<Measurement> measurements, ArrayNode json, List<String> about) {
    this.measurements = measurements;
    this.json = json;
    this.about = about;
  }

  /**
   * Reads all slices, in the order of their names.
   *
   * @throws IllegalArgumentException if there are none
   */
  static Results read(Path directory, String name) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    ArrayNode all = mapper.createArrayNode();
    List<String> about = new ArrayList<>();
    List<Path> slices = slices(directory, name);
    if (slices.isEmpty()) {
      throw new IllegalArgumentException(
          "no results '" + name + "' in " + directory + ", there are: " + names(directory));
    }
    for (Path slice : slices) {
      mapper.readTree(slice.toFile()).forEach(all::add);
      Path words = slice.resolveSibling(slice.getFileName().toString().replace(ENDING, ".txt"));
      if (Files.exists(words)) {
        about.add(Files.readString(words).strip());
      }
    }
    List<Measurement> measurements = new ArrayList<>();
    all.forEach(result -> measurements.addAll(Round.of(result).measurements()));
    return new Results(measurements, all, about);
  }

  /** Returns the names of all results in a directory. */
  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(ENDING))
          .map(file -> file.substring(0, file.indexOf('.')))
          .distinct()
          .sorted()
          .toList();
    }
  }

  private static List<Path> slices(Path directory, String name) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(
              file -> {
                String own = file.getFileName().toString();
                return own.endsWith(ENDING) && own.startsWith(name + ".");
              })
          .sorted()
          .toList();
    }
  }

  /** What each slice says of machine, JDK and commit. */
  List<String> about() {
    return about;
  }

  /** The results as JMH wrote them, of all slices. */
  JsonNode json() {
    return json;
  }

  Stream<Measurement> all() {
    return measurements.stream();
  }

  /** Passes and steps over a number of parameters, of one micro-batch. */
  Stream<Measurement> sized() {
    return all().filter(Measurement::isSized).filter(m -> m.microBatches() == 1);
  }

  /** Times of passes and steps at a setting by name and size, in the order of the results. */
  Map<String, Map<Integer, Score>> times(Setting setting) {
    Map<String, Map<Integer, Score>> times = new LinkedHashMap<>();
    sized()
        .filter(m -> m.setting().equals(setting))
        .forEach(
            m ->
                times
                    .computeIfAbsent(m.name(), _ -> new LinkedHashMap<>())
                    .put(m.size(), m.time()));
    return times;
  }

  /** Time at one setting over that at another, by name and size. */
  Map<String, Map<Integer, Score>> gains(Setting slow, Setting fast) {
    Map<String, Map<Integer, Score>> slowly = times(slow);
    Map<String, Map<Integer, Score>> gains = new LinkedHashMap<>();
    times(fast)
        .forEach(
            (name, times) -> {
              Map<Integer, Score> gain =
                  new Comparison(Comparison.Kind.OWN, "", "", "slow", "fast")
                      .ratios(Map.of("fast", times, "slow", slowly.getOrDefault(name, Map.of())));
              if (!gain.isEmpty()) {
                gains.put(name, new TreeMap<>(gain));
              }
            });
    return gains;
  }

  /**
   * Returns the results with some parameters, as far as they have them, that meet a condition. Of
   * those with the same parameters the last counts.
   */
  List<Measurement> lastWith(Map<String, String> params, Predicate<Measurement> condition) {
    Map<JsonNode, Measurement> byParams = new LinkedHashMap<>();
    all()
        .filter(condition)
        .filter(m -> params.entrySet().stream().allMatch(p -> m.has(p.getKey(), p.getValue())))
        .forEach(m -> byParams.put(m.json().path("params"), m));
    return List.copyOf(byParams.values());
  }
}
