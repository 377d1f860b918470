package io.github.gns4j.benchmarks.page;

import io.github.gns4j.benchmarks.training.TrainingPage;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two whose bodies took turns in one process, by the names of their benchmarks. Times are paired:
 * what an iteration did to both cancels in their ratio.
 *
 * @param other name of the benchmark whose time is divided
 * @param ours name of the benchmark by whose time it is divided
 */
record Turns(String other, String ours) {
  /** Returns the name under which a round counts a benchmark: {@code adamDl4j}. */
  static String metric(String benchmark) {
    String[] parts = benchmark.split("\\.", 2);
    if (parts.length < 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new IllegalArgumentException(
          "benchmark is '" + benchmark + "', allowed: CLASS.METHOD such as Adam.dl4j");
    }
    return Character.toLowerCase(parts[0].charAt(0))
        + parts[0].substring(1)
        + Character.toUpperCase(parts[1].charAt(0))
        + parts[1].substring(1);
  }

  /** Returns the rounds with some parameters in which both took part. */
  List<Measurement> in(Results results, Map<String, String> params) {
    return results.lastWith(
        params, m -> m.isByTurns() && m.counted(metric(other)) && m.counted(metric(ours)));
  }

  /** Returns the other's time over ours in a round, with half the 95% interval. */
  Score ratio(Measurement round) {
    return Score.of(TrainingPage.ratio(round.json(), metric(other), metric(ours)));
  }

  /** Returns the ratio at each size at the usual setting. */
  Map<Integer, Score> ratios(Results results) {
    Map<Integer, Score> ratios = new TreeMap<>();
    in(results, Map.of()).stream()
        .filter(m -> m.setting().equals(Setting.USUAL))
        .forEach(m -> ratios.put(m.size(), ratio(m)));
    return ratios;
  }

  /** Returns a benchmark's nanoseconds a parameter at each size at the usual setting. */
  static Map<Integer, Score> perParameter(Results results, String benchmark) {
    Map<Integer, Score> times = new TreeMap<>();
    new Turns(benchmark, benchmark)
        .in(results, Map.of()).stream()
            .filter(m -> m.setting().equals(Setting.USUAL))
            .forEach(
                m ->
                    times.put(
                        m.size(),
                        Score.of(TrainingPage.per(m.json(), metric(benchmark), m.size()))));
    return times;
  }
}
