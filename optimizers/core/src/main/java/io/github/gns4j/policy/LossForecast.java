package io.github.gns4j.policy;

/**
 * The fall of the loss per unit of cost that was to be expected without a change: that of the last
 * stretch before it, slowed down further at the rate at which it slowed down from the stretch
 * before that one. {@code ln f} goes on as the line through {@code ln f₁} and {@code ln f₂}, never
 * upward; a loss that approaches its floor as a power or as a sum of exponentials slows down less
 * than that, so that the forecast errs on the low side.
 *
 * @param fall expected fall
 * @param logError standard error of its logarithm
 * @param isTrend whether the slowing down is known; otherwise {@code fall} is that of the last
 *     stretch
 */
record LossForecast(double fall, double logError, boolean isTrend) {
  /**
   * Standard errors by which a fall must differ from 0: a fall that only chance resolves is followed
   * by a smaller one, whatever the batch.
   */
  private static final double RESOLVED = 4;

  /**
   * Returns the forecast.
   *
   * @param before the losses before the change
   * @param middle cost in the middle of the stretch after the change, from the same origin
   */
  static LossForecast of(LossWindow before, double middle) {
    RobustLine last = before.line();
    double fall = -last.slope();
    if (!before.hasEarlier() || !isResolved(last)) {
      return new LossForecast(fall, Double.POSITIVE_INFINITY, false);
    }
    RobustLine first = before.earlierLine();
    if (!isResolved(first)) {
      return new LossForecast(fall, Double.POSITIVE_INFINITY, false);
    }
    double steps = (middle - before.lastMiddle()) / (before.lastMiddle() - before.earlierMiddle());
    double slowing = Math.min(0, Math.log(fall / -first.slope()));
    double error = Math.hypot((1 + steps) * relative(last), steps * relative(first));
    return new LossForecast(fall * Math.exp(steps * slowing), error, true);
  }

  private static boolean isResolved(RobustLine line) {
    return -line.slope() > RESOLVED * line.slopeError();
  }

  private static double relative(RobustLine line) {
    return line.slopeError() / -line.slope();
  }
}
