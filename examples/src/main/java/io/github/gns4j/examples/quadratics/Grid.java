package io.github.gns4j.examples.quadratics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Every fixed rate × batch: batches 1, 2, 4 … 4096, rates in steps of {@code 10^(1/20)} over two
 * decades below the stability limit.
 */
final class Grid {
  private static final int BATCHES = 13;
  private static final int RATES = 40;
  private static final double RATES_A_DECADE = 20;

  /** Ten times what the best setting of any cost model takes. */
  private static final int LIMIT = 20_000;

  private final List<Entry> entries;

  private record Entry(Setting setting, int[] steps) {}

  /** The best setting for a cost model and a target, and the time it takes. */
  record Best(Setting setting, int steps, double time) {}

  private Grid(List<Entry> entries) {
    this.entries = entries;
  }

  /** Runs all settings to all of the falling {@code losses}. */
  static Grid of(QuadraticModel model, double momentum, double[] losses) {
    List<Setting> settings = new ArrayList<>();
    for (int b = 0; b < BATCHES; b++) {
      for (int k = 1; k <= RATES; k++) {
        double rate = QuadraticModel.stabilityLimit(momentum) * Math.pow(10, -k / RATES_A_DECADE);
        settings.add(new Setting(rate, momentum, 1 << b));
      }
    }
    return new Grid(
        settings.parallelStream()
            .map(s -> new Entry(s, ExpectedRun.stepsTo(model, s, losses, LIMIT)))
            .toList());
  }

  /** Returns the setting that reaches loss {@code index} first, if any does. */
  Optional<Best> best(CostModel cost, int index) {
    Best best = null;
    for (Entry entry : entries) {
      int steps = entry.steps[index];
      double time = steps * cost.time(entry.setting.batch());
      if (steps > 0 && (best == null || time < best.time)) {
        best = new Best(entry.setting, steps, time);
      }
    }
    return Optional.ofNullable(best);
  }
}
