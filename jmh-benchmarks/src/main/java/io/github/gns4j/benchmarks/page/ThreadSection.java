package io.github.gns4j.benchmarks.page;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What numbers of threads do, where benchmarks were asked for such numbers. */
final class ThreadSection {
  private final Results results;
  private final Section section = new Section();

  private ThreadSection(Results results) {
    this.results = results;
  }

  static Section of(Results results) {
    ThreadSection all = new ThreadSection(results);
    List<Integer> counts =
        List.copyOf(
            new TreeSet<>(results.sized().map(m -> m.setting().threads()).toList())
                .tailSet(Setting.USUAL.threads(), false));
    counts.stream().filter(count -> count > 1).forEach(all::speedup);
    if (counts.size() > 1) {
      counts.forEach(all::ratios);
    }
    return all.section;
  }

  private void speedup(int threads) {
    Sizes sizes = sizes();
    Table table = sizes.table();
    results
        .gains(Setting.USUAL.with(1), Setting.USUAL.with(threads))
        .forEach(
            (kernel, gain) ->
                table.row("`" + kernel + "`", sizes.cells(gain, ratio -> ratio.show(2))));
    if (!table.isEmpty()) {
      section.heading("Time on one thread over time on " + threads).table(table);
    }
  }

  /** Comparisons among what ran on a number of threads, and the times. */
  private void ratios(int threads) {
    Sizes sizes = sizes();
    Map<String, Map<Integer, Score>> times = results.times(Setting.USUAL.with(threads));
    Table ratios = sizes.table();
    Comparison.ALL.forEach(
        c -> ratios.row(c.title(), sizes.cells(c.ratios(times), ratio -> ratio.show(2))));
    String on = " on " + threads + (threads == 1 ? " thread" : " threads");
    if (!ratios.isEmpty()) {
      section.heading("Ratios within the run" + on).table(ratios);
      section.heading("Nanoseconds per parameter" + on).table(TimeSection.table(sizes, times));
    }
  }

  private Sizes sizes() {
    return Sizes.of(results.sized().filter(m -> m.setting().threads() > 0));
  }
}
