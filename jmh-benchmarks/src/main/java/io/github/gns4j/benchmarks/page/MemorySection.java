package io.github.gns4j.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What is allocated on the heap by each call, and what optimizers keep beside the parameters. */
final class MemorySection {
  private MemorySection() {}

  static Section allocation(Results results) {
    Map<String, Map<Integer, Score>> bytes = new TreeMap<>();
    results
        .sized()
        .filter(m -> m.setting().equals(Setting.USUAL) && m.allocated().isPresent())
        .forEach(
            m ->
                bytes
                    .computeIfAbsent(m.name(), _ -> new TreeMap<>())
                    .put(m.size(), m.allocated().get()));
    Section section = new Section();
    if (bytes.isEmpty()) {
      return section;
    }
    Sizes sizes = Sizes.of(results.sized().filter(m -> m.allocated().isPresent()));
    Table table = sizes.table();
    bytes.forEach(
        (name, bySize) ->
            table.row("`" + name + "`", sizes.cells(bySize, MemorySection::wholeBytes)));
    return section
        .heading("Bytes allocated on the heap by a call, all threads together")
        .table(table);
  }

  /** Parts of a byte are those of the measurement itself. */
  static String wholeBytes(Score bytes) {
    return new Score(bytes.value(), bytes.error() < 1 ? Double.NaN : bytes.error()).show(0);
  }

  /** The rows of {@link io.github.gns4j.benchmarks.StateMemory}. */
  static Section state(JsonNode rows) {
    Map<String, Map<String, Double>> optimizers = new LinkedHashMap<>();
    rows.forEach(
        row ->
            optimizers
                .computeIfAbsent(row.get("optimizer").asText(), _ -> new LinkedHashMap<>())
                .put(row.get("type").asText(), row.get("bytesPerParameter").asDouble()));
    List<String> types =
        optimizers.values().stream().flatMap(m -> m.keySet().stream()).distinct().toList();
    Table table = new Table(types);
    optimizers.forEach(
        (name, bytes) ->
            table.row(
                "`" + name + "`",
                types.stream()
                    .map(
                        type ->
                            bytes.containsKey(type)
                                ? String.format(Locale.ROOT, "%.1f", bytes.get(type))
                                : "")
                    .toList()));
    return new Section()
        .heading("Memory beside parameters and gradient, bytes a parameter")
        .say(
            "Native memory by which the process grows until some steps of two micro-batches are"
                + " taken: moments, running mean, and what the probe of `auto()` keeps.")
        .table(table);
  }
}
