package io.github.gns4j.benchmarks.page;

import java.util.Set;
import java.util.TreeSet;

/** What took turns in one process. */
final class TurnSection {
  private TurnSection() {}

  static Section of(String name, Results results) {
    Sizes sizes =
        Sizes.of(
            results
                .all()
                .filter(Measurement::isByTurns)
                .filter(m -> m.setting().equals(Setting.USUAL)));
    Section section = new Section();
    if (sizes.values().isEmpty()) {
      return section;
    }
    section.say(
        "Measured by turns in one process, each in every iteration: what the machine does to"
            + " all cancels in the ratios. In this part ± is half the 95% interval over the"
            + " iterations, of ratios paired.");
    section.add(RatioSection.byTurns(name, sizes, results));
    return section
        .heading("Nanoseconds per parameter, by turns, ± half the 95% interval")
        .table(times(sizes, results));
  }

  private static Table times(Sizes sizes, Results results) {
    Set<String> benchmarks = new TreeSet<>();
    for (Comparison comparison : Comparison.ALL) {
      benchmarks.add(comparison.other());
      benchmarks.add(comparison.ours());
    }
    Table table = sizes.table();
    for (String benchmark : benchmarks) {
      table.row(
          "`" + benchmark + "`",
          sizes.cells(Turns.perParameter(results, benchmark), time -> time.show(3)));
    }
    return table;
  }
}
