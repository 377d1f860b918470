package io.github.gns4j.examples.quadratics;

import java.util.Locale;

/**
 * What a run at a fixed rate and batch says of the critical batch of its problem.
 *
 * @param dimension of the problem
 * @param momentum μ
 * @param fitted {@code B_crit} of steps against batch
 * @param simple noise scale {@code tr Σ/|G|²} as estimated, geometric mean over the steps to the
 *     target
 * @param atTarget the same at the target
 * @param lossNoise {@code R = η·trΣ/((1 − μ)L)} at the target, the batch of CABS
 */
record EstimateRow(
    int dimension,
    double momentum,
    double fitted,
    double simple,
    double atTarget,
    double lossNoise) {
  static final String HEADER =
      "dimension,momentum,fitted_critical_batch,mean_noise_scale,noise_scale_at_target,"
          + "loss_noise_at_target";

  String toCsv() {
    return String.format(
        Locale.ROOT,
        "%d,%s,%.1f,%.1f,%.1f,%.1f",
        dimension,
        momentum,
        fitted,
        simple,
        atTarget,
        lossNoise);
  }
}
