package io.github.gns4j.benchmarks.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Kernels, types and threads beside one another. */
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
    List<Setting> backends = all.settings(0);
    if (backends.size() > 1) {
      all.types(backends);
    }
    if (!all.settings(1).isEmpty() && !all.settings(2).isEmpty()) {
      all.threads();
    }
    return all.section;
  }

  /** Settings with a number of threads, in order. */
  private List<Setting> settings(int threads) {
    return List.copyOf(
        new TreeSet<>(
            results
                .sized()
                .map(Measurement::setting)
                .filter(s -> s.threads() == threads)
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
      Map<String, Map<Integer, Score>> gains = gains(setting.on(SCALAR), setting);
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

  /** Time at one setting over that at another, by name and size. */
  private Map<String, Map<Integer, Score>> gains(Setting slow, Setting fast) {
    Map<String, Map<Integer, Score>> slowly = results.times(slow);
    Map<String, Map<Integer, Score>> gains = new LinkedHashMap<>();
    results
        .times(fast)
        .forEach(
            (kernel, times) -> {
              Map<Integer, Score> gain =
                  new Comparison(Comparison.Kind.OWN, "", "", "slow", "fast")
                      .ratios(Map.of("fast", times, "slow", slowly.getOrDefault(kernel, Map.of())));
              if (!gain.isEmpty()) {
                gains.put(kernel, new TreeMap<>(gain));
              }
            });
    return gains;
  }

  private void threads() {
    Sizes sizes = Sizes.of(results.sized().filter(m -> m.setting().threads() > 0));
    Table table = sizes.table();
    gains(Setting.USUAL.with(1), Setting.USUAL.with(2))
        .forEach(
            (kernel, gain) ->
                table.row("`" + kernel + "`", sizes.cells(gain, ratio -> ratio.show(2))));
    section.heading("Time on one thread over time on two").table(table);
  }
}
