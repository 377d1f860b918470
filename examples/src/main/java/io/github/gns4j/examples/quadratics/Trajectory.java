package io.github.gns4j.examples.quadratics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The loss of a run over simulated time; between two points it is that of the earlier one, and
 * after the last it stays.
 *
 * @param times rising, above 0
 * @param losses as many
 * @param initial loss before the first time
 */
record Trajectory(double[] times, double[] losses, double initial) {
  /**
   * Returns the first time at which the mean loss of the runs is at or below {@code target}; NaN if
   * there is none.
   */
  static double crossing(List<Trajectory> runs, double target) {
    double[] events = runs.stream().flatMapToDouble(r -> Arrays.stream(r.times)).sorted().toArray();
    int[] at = new int[runs.size()];
    for (double time : events) {
      double sum = 0;
      for (int i = 0; i < at.length; i++) {
        Trajectory run = runs.get(i);
        while (at[i] < run.times.length && run.times[at[i]] <= time) {
          at[i]++;
        }
        sum += at[i] == 0 ? run.initial : run.losses[at[i] - 1];
      }
      if (sum <= target * at.length) {
        return time;
      }
    }
    return Double.NaN;
  }

  /** Returns the standard error of the crossing: the jackknife over runs. */
  static double crossingError(List<Trajectory> runs, double target) {
    int n = runs.size();
    double[] without = new double[n];
    for (int i = 0; i < n; i++) {
      List<Trajectory> others = new ArrayList<>(runs);
      others.remove(i);
      without[i] = crossing(others, target);
    }
    double mean = Arrays.stream(without).average().orElseThrow();
    double squares = Arrays.stream(without).map(v -> (v - mean) * (v - mean)).sum();
    return Math.sqrt(squares * (n - 1) / n);
  }
}
