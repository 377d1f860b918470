package io.github.gns4j.examples.quadratics;

import io.github.gns4j.kernels.Arguments;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Time to target loss over cost models, targets, momentum on and off.
 *
 * @param model the problem
 * @param seeds runs of each cell, at least 2
 * @param fixed {@code α/β} of the cost models, in samples
 * @param targets losses to reach, falling, over that at the start
 * @param momenta of SGD
 * @param rateShares base rates over the stability limit
 */
record TimeStudy(
    QuadraticModel model,
    int seeds,
    List<Double> fixed,
    List<Double> targets,
    List<Double> momenta,
    List<Double> rateShares) {
  static final List<Double> FIXED = List.of(10.0, 40.0, 160.0, 640.0, 2500.0, 10_000.0);
  static final List<Double> TARGETS = List.of(0.03, 0.003);
  static final List<Double> MOMENTA = List.of(0.0, 0.9);

  /** Factors of 2 apart: as coarse as anyone tries rates. */
  static final List<Double> RATE_SHARES = List.of(0.8, 0.4, 0.2);

  /** Longer than this times the best of the grid no run is followed. */
  private static final double PATIENCE = 4;

  TimeStudy {
    Arguments.atLeast("seeds", seeds, 2);
  }

  /** One bundle of runs, of which every target makes a row. */
  private record Bundle(
      double momentum, CostModel cost, Configuration configuration, double rateShare) {}

  /** Returns the rows, in a fixed order. */
  List<TimeRow> rows() {
    return momenta.stream().flatMap(momentum -> rows(momentum).stream()).toList();
  }

  private List<TimeRow> rows(double momentum) {
    double[] losses = targets.stream().mapToDouble(t -> t * model.initialLoss()).toArray();
    Grid grid = Grid.of(model, momentum, losses);
    List<Bundle> bundles = new ArrayList<>();
    for (Configuration configuration : Configuration.values()) {
      for (double share : rateShares) {
        for (double samples : fixed) {
          bundles.add(new Bundle(momentum, new CostModel(samples), configuration, share));
        }
      }
    }
    return bundles.parallelStream().flatMap(b -> rows(b, grid, losses).stream()).toList();
  }

  private List<TimeRow> rows(Bundle bundle, Grid grid, double[] losses) {
    double last = losses[losses.length - 1];
    double longest = PATIENCE * grid.best(bundle.cost, losses.length - 1).orElseThrow().time();
    double rate = bundle.rateShare * QuadraticModel.stabilityLimit(bundle.momentum);
    Setting start = new Setting(rate, bundle.momentum, Configuration.START);
    Policies policies = bundle.configuration.policies(bundle.momentum);
    List<Trajectory> runs =
        LongStream.range(0, seeds)
            .mapToObj(
                seed ->
                    new AdaptiveRun(model, bundle.cost, policies, start, seed)
                        .run(last / 2, longest))
            .toList();
    List<TimeRow> rows = new ArrayList<>();
    for (int k = 0; k < losses.length; k++) {
      Grid.Best best = grid.best(bundle.cost, k).orElseThrow();
      rows.add(
          new TimeRow(
              bundle.momentum,
              targets.get(k),
              bundle.cost.fixed(),
              best.setting().rate(),
              best.setting().batch(),
              best.time(),
              bundle.configuration,
              bundle.rateShare,
              Trajectory.crossing(runs, losses[k]),
              Trajectory.crossingError(runs, losses[k])));
    }
    return rows;
  }

  /** Returns the median of values, NaN counting as the largest. */
  static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
  }

  /** Returns the greatest of values; NaN if any is. */
  static double greatest(double... values) {
    return Arrays.stream(values).reduce(Double.NEGATIVE_INFINITY, Math::max);
  }
}
