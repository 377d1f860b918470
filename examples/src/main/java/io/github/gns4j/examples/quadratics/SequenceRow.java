package io.github.gns4j.examples.quadratics;

import java.util.Locale;

/**
 * What the best sequence of batches takes at a base rate.
 *
 * @param momentum μ
 * @param target loss to reach, over that at the start
 * @param fixed {@code α/β} of the cost model, in samples
 * @param rateShare base rate over the stability limit
 * @param gridTime time of the best setting of the grid, in samples' time
 * @param time of the best sequence; NaN if it takes more than {@link SequenceStudy#LIMIT} steps
 */
record SequenceRow(
    double momentum, double target, double fixed, double rateShare, double gridTime, double time) {
  static final String HEADER =
      "momentum,target,fixed_over_sample,base_rate_over_limit,grid_time,best_sequence_time";

  /** Time over that of the best of the grid; NaN if the target is not reached. */
  double ratio() {
    return time / gridTime;
  }

  String toCsv() {
    return String.format(
        Locale.ROOT, "%s,%s,%s,%s,%.0f,%.0f", momentum, target, fixed, rateShare, gridTime, time);
  }
}
