package io.github.gns4j.benchmarks.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Kernels and types of gradients beside one another. */
final class SettingSection {
  private static final String SCALAR = "scalar";
  private static final String VECTOR = "vector";

  private final String name;
  private final Results results;
  private final Section section = new Section();

  private SettingSection(String name, Results results) {
    this.name = name;
    this.results = results;
  }

  static Section of(String name, Results results) {
    SettingSection all = new SettingSection(name, results);
    List<Setting> backends = all.settings();
    if (backends.size() > 1) {
      all.types(backends);
    }
    return all.section;
  }

  /** Settings with as many threads as processors, in order. */
  private List<Setting> settings() {
    return List.copyOf(
        new TreeSet<>(
            results
                .sized()
                .map(Measurement::setting)
                .filter(s -> s.threads() == Setting.USUAL.threads())
                .toList()));
  }

  private void types(List<Setting> settings) {
    section.heading("Kernels and types of gradients");
    section.say(
        "Nanoseconds per parameter. State is float64 beside float64 gradients, otherwise float32.");
    for (int size : Sizes.of(results.sized().filter(m -> m.setting().threads() == 0)).values()) {
      Table table = new Table(settings.stream().map(s -> s.type() + ", " + s.backend()).toList());
      Map<String, Map<Setting, Score>> rows = new LinkedHashMap<>();
      results
          .sized()
          .filter(m -> m.size() == size)
          .forEach(
              m ->
                  rows.computeIfAbsent(m.name(), _ -> new LinkedHashMap<>())
                      .put(m.setting(), m.time().per(size)));
      rows.forEach(
          (kernel, times) ->
              table.row(
                  "`" + kernel + "`",
                  settings.stream()
                      .map(s -> times.containsKey(s) ? times.get(s).show(3) : "")
                      .toList()));
      section.say("### " + Sizes.words(size) + " parameters").table(table);
    }
    chart(settings);
  }

  private void chart(List<Setting> settings) {
    Chart chart =
        Chart.of(
            name + "-vector",
            "Time of scalar kernels over that of vector kernels",
            "above 1 the vector kernels are faster; " + Chart.BARS,
            "parameters");
    boolean any = false;
    for (Setting setting : settings) {
      Map<String, Map<Integer, Score>> gains = results.gains(setting.on(SCALAR), setting);
      if (setting.backend().equals(VECTOR) && !gains.isEmpty()) {
        Map<String, Map<Integer, Score>> curves = new LinkedHashMap<>();
        gains.forEach((kernel, gain) -> curves.put(kernel.replace("Reduction.", ""), gain));
        chart.panel(setting.type(), curves);
        any = true;
      }
    }
    if (any) {
      section.chart(chart);
    }
  }
}
