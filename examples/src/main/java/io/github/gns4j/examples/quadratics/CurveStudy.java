package io.github.gns4j.examples.quadratics;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Steps to a hundredth of the first loss against the batch, with the best rate for each: rates
 * {@code 10^(k/200)} from 1e-5 to the stability limit, as in the reference data of the tests.
 */
final class CurveStudy {
  static final double TARGET = 0.01;

  private static final int BATCHES = 13;
  private static final double RATES_A_DECADE = 200;
  private static final int DECADES = 5;

  private CurveStudy() {}

  /** Returns the curve of one problem, batches rising. */
  static List<CurveRow> rows(QuadraticModel model, double momentum) {
    Best[] best =
        IntStream.range(0, BATCHES)
            .parallel()
            .mapToObj(b -> best(model, momentum, 1 << b))
            .toArray(Best[]::new);
    int[] batches = IntStream.range(0, BATCHES).map(b -> 1 << b).toArray();
    TradeOff fit = TradeOff.fit(batches, Arrays.stream(best).mapToInt(Best::steps).toArray());
    return IntStream.range(0, BATCHES)
        .mapToObj(
            b ->
                new CurveRow(
                    model.dimension(),
                    momentum,
                    batches[b],
                    best[b].rate,
                    best[b].steps,
                    fit.steps(batches[b]),
                    fit.fewestSteps(),
                    fit.criticalBatch()))
        .toList();
  }

  private record Best(double rate, int steps) {}

  /** Of rates that take the same number of steps the largest is taken. */
  private static Best best(QuadraticModel model, double momentum, int batch) {
    double[] target = {TARGET * model.initialLoss()};
    Best best = new Best(0, Integer.MAX_VALUE);
    int last =
        (int) Math.ceil(RATES_A_DECADE * Math.log10(QuadraticModel.stabilityLimit(momentum)));
    for (int k = last - 1; k >= -DECADES * RATES_A_DECADE; k--) {
      double rate = Math.pow(10, k / RATES_A_DECADE);
      Setting setting = new Setting(rate, momentum, batch);
      int steps = ExpectedRun.stepsTo(model, setting, target, best.steps - 1)[0];
      best = steps > 0 ? new Best(rate, steps) : best;
    }
    return best;
  }
}
