package io.github.gns4j.benchmarks.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.gns4j.benchmarks.training.TrainingPage;
import java.util.List;
import java.util.stream.Collectors;

/** What is neither a pass over parameters nor a training step. */
final class OtherSection {
  private OtherSection() {}

  static Section of(Results results) {
    Table table = new Table(List.of("time", "unit"));
    results
        .all()
        .filter(m -> !m.isSized() && !m.isByTurns() && !TrainingPage.covers(m.json()))
        .forEach(
            m ->
                table.row(
                    "`" + m.name() + "` " + params(m.json().path("params")),
                    List.of(
                        m.time().show(),
                        m.json().get("primaryMetric").path("scoreUnit").asText())));
    Section section = new Section();
    return table.isEmpty() ? section : section.heading("Others").table(table);
  }

  private static String params(JsonNode params) {
    return params.properties().stream()
        .map(param -> param.getKey() + " " + param.getValue().asText())
        .collect(Collectors.joining(", "));
  }
}
