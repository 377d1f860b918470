package io.github.gns4j.benchmarks.page;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Columns of a table, one for each number of parameters. */
record Sizes(List<Integer> values) {
  static Sizes of(Stream<Measurement> measurements) {
    return new Sizes(measurements.map(Measurement::size).distinct().sorted().toList());
  }

  /** A table without rows. */
  Table table() {
    return new Table(values.stream().map(Sizes::words).toList());
  }

  /** The cells of a row, empty where there is no number. */
  <T> List<String> cells(Map<Integer, T> numbers, Function<T, String> show) {
    return values.stream()
        .map(size -> numbers.containsKey(size) ? show.apply(numbers.get(size)) : "")
        .toList();
  }

  static String words(int size) {
    return String.format(Locale.ROOT, "%,d", size);
  }
}
