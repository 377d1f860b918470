package io.github.gns4j.benchmarks.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/** Results in the form of JMH's that nobody measured. */
final class Synthetic {
  private final ArrayNode results = new ObjectMapper().createArrayNode();
  private ObjectNode last;

  /** Adds a result in nanoseconds; {@code Adam.inPlace} becomes a method of AdamBenchmark. */
  Synthetic add(String name, Map<String, ?> params, double time, double error) {
    String[] parts = name.split("\\.", 2);
    last = results.addObject();
    last.put("benchmark", "io.github.gns4j.benchmarks." + parts[0] + "Benchmark." + parts[1]);
    ObjectNode values = last.putObject("params");
    params.forEach((key, value) -> values.put(key, value.toString()));
    metric(last.putObject("primaryMetric"), time, error).put("scoreUnit", "ns/op");
    last.putObject("secondaryMetrics");
    return this;
  }

  /** Adds a second number to the last result. */
  Synthetic with(String metric, double value) {
    metric(last.withObjectProperty("secondaryMetrics").putObject(metric), value, 0);
    return this;
  }

  /** Adds a second number to the last result, and what its iterations gave. */
  Synthetic iterations(String metric, double... values) {
    with(metric, Arrays.stream(values).sum());
    if (Double.isNaN(values[0])) { // JMH writes words for what is no number
      last.get("secondaryMetrics").withObjectProperty(metric).put("score", "NaN");
    }
    ArrayNode raw = last.get("secondaryMetrics").withObjectProperty(metric).putArray("rawData");
    ArrayNode fork = raw.addArray();
    Arrays.stream(values).forEach(fork::add);
    return this;
  }

  private static ObjectNode metric(ObjectNode metric, double value, double error) {
    return metric.put("score", value).put("scoreError", error);
  }

  /** Writes {@code NAME.json}, and what it says of machine and commit. */
  void write(Path directory, String name) throws IOException {
    new ObjectMapper().writeValue(directory.resolve(name + ".json").toFile(), results);
    Files.writeString(directory.resolve(name + ".txt"), "commit: of " + name + "\n");
  }
}
