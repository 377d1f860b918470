package io.github.gns4j.benchmarks.page;

import java.util.Map;
import java.util.TreeMap;

/** Times a parameter of everything at the usual setting. */
final class TimeSection {
  private TimeSection() {}

  static Section of(Results results) {
    Sizes sizes = Sizes.of(results.sized().filter(m -> m.setting().equals(Setting.USUAL)));
    Table table = table(sizes, results.times(Setting.USUAL));
    Section section = new Section();
    return table.isEmpty()
        ? section
        : section.heading("Nanoseconds per parameter, ± half the 99.9% interval").table(table);
  }

  /** Times of a parameter by name and size. */
  static Table table(Sizes sizes, Map<String, Map<Integer, Score>> all) {
    Table table = sizes.table();
    new TreeMap<>(all)
        .forEach(
            (name, times) ->
                table.row("`" + name + "`", sizes.cells(perParameter(times), t -> t.show(3))));
    return table;
  }

  /** Times of a call, each divided by its size. */
  static Map<Integer, Score> perParameter(Map<Integer, Score> times) {
    Map<Integer, Score> each = new TreeMap<>();
    times.forEach((size, time) -> each.put(size, time.per(size)));
    return each;
  }
}
