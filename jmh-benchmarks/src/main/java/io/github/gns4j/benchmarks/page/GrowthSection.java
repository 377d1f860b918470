package io.github.gns4j.benchmarks.page;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** How the cost grows over decades, where it was measured over some. */
final class GrowthSection {
  private static final int SIZES = 4; // fewer say nothing about growth
  private static final int CURVES = 6; // more have no room in the key

  private GrowthSection() {}

  static Section of(String name, Results results) {
    Section section = new Section();
    parameters(name, results, section);
    microBatches(name, results, section);
    return section;
  }

  private static void parameters(String name, Results results, Section section) {
    Map<String, Map<Integer, Score>> times = new TreeMap<>(results.times(Setting.USUAL));
    times.values().removeIf(bySize -> bySize.size() < SIZES);
    if (times.isEmpty()) {
      return;
    }
    Chart chart =
        Chart.of(
            name + "-parameters",
            "Cost of a parameter over the number of parameters",
            Chart.BARS,
            "parameters");
    panel(chart, "Whole steps, ns a parameter", times, kernel -> kernel.startsWith("Opt"));
    panel(chart, "Kernels and peers, ns a parameter", times, kernel -> !kernel.startsWith("Opt"));
    section
        .heading("Growth with the number of parameters")
        .say("Level is proportional growth; what falls on the left is the fixed cost of a call.")
        .chart(chart);
  }

  private static void panel(
      Chart chart, String title, Map<String, Map<Integer, Score>> times, Predicate<String> chosen) {
    Map<String, Map<Integer, Score>> drawn =
        times.entrySet().stream()
            .filter(entry -> chosen.test(entry.getKey()))
            .limit(CURVES)
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry -> TimeSection.perParameter(entry.getValue()),
                    (a, _) -> a,
                    TreeMap::new));
    if (!drawn.isEmpty()) {
      chart.panel(title, drawn);
    }
  }

  private static void microBatches(String name, Results results, Section section) {
    Map<String, Map<Integer, Score>> times = new TreeMap<>();
    results
        .all()
        .filter(m -> m.isSized() && m.param("microBatches").isPresent())
        .filter(m -> m.setting().equals(Setting.USUAL))
        .forEach(
            m ->
                times
                    .computeIfAbsent(
                        "`" + m.name() + "`, " + Sizes.words(m.size()) + " parameters",
                        _ -> new TreeMap<>())
                    .put(m.microBatches(), m.time().per(m.microBatches())));
    times.values().removeIf(byCount -> byCount.size() < SIZES);
    if (times.isEmpty()) {
      return;
    }
    Sizes counts =
        new Sizes(
            times.values().stream().flatMap(m -> m.keySet().stream()).distinct().sorted().toList());
    Table table = counts.table();
    Chart chart =
        Chart.of(
            name + "-micro-batches",
            "Cost of a micro-batch over their number in a step",
            Chart.BARS,
            "micro-batches of a step");
    Map<String, Map<Integer, Score>> curves = new TreeMap<>();
    times.forEach(
        (step, byCount) -> {
          table.row(step, counts.cells(byCount, time -> time.show(0)));
          curves.put(step.replace("`", ""), byCount);
        });
    chart.panel("ns a micro-batch, the step included", curves);
    section
        .heading("Growth with the micro-batches of a step, ns a micro-batch")
        .table(table)
        .chart(chart);
  }
}
