package io.github.gns4j.examples.quadratics;

import java.util.Locale;

/**
 * One point of steps against batch.
 *
 * @param dimension of the problem
 * @param momentum μ
 * @param batch samples a step
 * @param rate best rate
 * @param steps fewest steps to a hundredth of the first loss
 * @param fitted steps of the fit to all points of the curve
 * @param fewestSteps fitted {@code S_min}
 * @param criticalBatch fitted {@code B_crit}
 */
record CurveRow(
    int dimension,
    double momentum,
    int batch,
    double rate,
    int steps,
    double fitted,
    double fewestSteps,
    double criticalBatch) {
  static final String HEADER =
      "dimension,momentum,batch,rate,steps,fitted_steps,fewest_steps,critical_batch";

  String toCsv() {
    return String.format(
        Locale.ROOT,
        "%d,%s,%d,%.6f,%d,%.1f,%.3f,%.2f",
        dimension,
        momentum,
        batch,
        rate,
        steps,
        fitted,
        fewestSteps,
        criticalBatch);
  }
}
