package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Sum;

/**
 * Which partial sums of a pass become which sums of the record: 4 bits per sum, 1 + the slot of its
 * partials or 0, as {@code finish_sums} reads it.
 *
 * @param count number of slots
 * @param code the packed map
 */
record Slots(int count, long code) {
  private static final int BITS = 4;

  static final Slots SQUARED_NORM =
      of(Sum.GRADIENT_SQUARED, Sum.GRADIENT_SQUARED_METRIC, Sum.NON_FINITE);
  static final Slots DOT = of(Sum.DOT);
  static final Slots MOMENTS =
      of(
          Sum.GRADIENT_SQUARED,
          Sum.MEAN_SQUARED,
          Sum.DEVIATION_SQUARED,
          Sum.GRADIENT_SQUARED_METRIC,
          Sum.MEAN_SQUARED_METRIC,
          Sum.DEVIATION_SQUARED_METRIC,
          Sum.NON_FINITE);

  /** The kernels also sum the squares of the parameters, which only LAMB has a use for. */
  static final Slots SGD =
      of(
          Sum.GRADIENT_SQUARED,
          Sum.MEAN_SQUARED,
          Sum.UPDATE_SQUARED,
          null,
          null,
          null,
          Sum.NON_FINITE);

  static final Slots ADAM =
      of(
          Sum.GRADIENT_SQUARED,
          Sum.MEAN_SQUARED,
          Sum.UPDATE_SQUARED,
          null,
          Sum.GRADIENT_SQUARED_METRIC,
          Sum.MEAN_SQUARED_METRIC,
          Sum.NON_FINITE);

  static final Slots LAMB =
      of(
          Sum.GRADIENT_SQUARED,
          Sum.MEAN_SQUARED,
          Sum.UPDATE_SQUARED,
          Sum.PARAMETER_SQUARED,
          Sum.GRADIENT_SQUARED_METRIC,
          Sum.MEAN_SQUARED_METRIC,
          Sum.NON_FINITE);

  /** Slot {@code k} holds {@code sums[k]}; null for a slot that is not wanted. */
  private static Slots of(Sum... sums) {
    long code = 0;
    for (int slot = 0; slot < sums.length; slot++) {
      if (sums[slot] != null) {
        code |= (slot + 1L) << (BITS * sums[slot].ordinal());
      }
    }
    return new Slots(sums.length, code);
  }
}
