package io.github.gns4j.policy;

/**
 * The fall of the loss per unit of cost that was to be expected without a change, at the level that
 * the loss has after it: training slows down as the loss falls, not as the clock runs. The fall
 * goes on as the line through {@code (L₁, f₁)} and {@code (L₂, f₂)}, level and fall in the last two
 * stretches before the change, never upward. That is exact for a loss that nears any floor as an
 * exponential; for a sum of exponentials or a power, {@code f} is convex in {@code L}, so that the
 * forecast errs on the low side.
 *
 * @param fall expected fall, a hundredth of the last one at least
 * @param least lower end of it; 0 or below if nothing need have been expected
 * @param isTrend whether the slowing down is known; otherwise {@code fall} is that of the last
 *     stretch
 */
record LossForecast(double fall, double least, boolean isTrend) {
  /**
   * Standard errors by which a fall must differ from 0: a fall that only chance resolves is
   * followed by a smaller one, whatever the batch.
   */
  private static final double RESOLVED = 4;

  /** A change that brings the loss to where the trend would have ended still has a finite ratio. */
  private static final double SMALLEST = 0.01;

  /**
   * Returns the forecast.
   *
   * @param before the losses before the change
   * @param now those after it
   * @param width standard errors between the forecast and its lower end
   */
  static LossForecast of(LossWindow before, LossWindow now, double width) {
    RobustLine last = before.line();
    double fall = -last.slope();
    if (!before.hasEarlier() || !isResolved(last) || !isResolved(before.earlierLine())) {
      return new LossForecast(fall, fall - width * last.slopeError(), false);
    }
    RobustLine first = before.earlierLine();
    double top = first.at(before.earlierMiddle());
    double level = last.at(before.lastMiddle());
    double part = (level - now.line().at(now.lastMiddle())) / (top - level);
    double steps = Math.max(part, 0);
    double slowing = Math.max(-first.slope() - fall, 0);
    double expected = fall - steps * slowing;
    double scatter =
        Math.hypot(
            Math.hypot(now.levelError(), (1 + steps) * before.levelError()),
            steps * before.earlierLevelError());
    double error =
        Math.hypot(
            Math.hypot((1 + steps) * last.slopeError(), steps * first.slopeError()),
            slowing * scatter / (top - level));
    return new LossForecast(
        Math.max(expected, SMALLEST * fall), expected - width * error, top > level);
  }

  private static boolean isResolved(RobustLine line) {
    return -line.slope() > RESOLVED * line.slopeError();
  }
}
