package io.github.gns4j.examples.quadratics;

import java.util.Locale;

/**
 * One cell of the time study: an adaptive configuration beside the best of the grid.
 *
 * @param momentum μ
 * @param target loss to reach, over that at the start
 * @param fixed {@code α/β} of the cost model, in samples
 * @param gridRate rate of the best setting of the grid
 * @param gridBatch its batch
 * @param gridTime its time, in samples' time
 * @param configuration what decides
 * @param rateShare base rate over the stability limit
 * @param time of the adaptive configuration; NaN if the target is not reached
 * @param timeError its standard error
 */
record TimeRow(
    double momentum,
    double target,
    double fixed,
    double gridRate,
    int gridBatch,
    double gridTime,
    Configuration configuration,
    double rateShare,
    double time,
    double timeError) {
  static final String HEADER =
      "momentum,target,fixed_over_sample,grid_rate,grid_batch,grid_time,configuration,"
          + "base_rate_over_limit,time,time_error";

  /** Time over that of the best of the grid; NaN if the target is not reached. */
  double ratio() {
    return time / gridTime;
  }

  double ratioError() {
    return timeError / gridTime;
  }

  String toCsv() {
    return String.format(
        Locale.ROOT,
        "%s,%s,%s,%.5f,%d,%.0f,%s,%s,%.0f,%.0f",
        momentum,
        target,
        fixed,
        gridRate,
        gridBatch,
        gridTime,
        configuration,
        rateShare,
        time,
        timeError);
  }
}
