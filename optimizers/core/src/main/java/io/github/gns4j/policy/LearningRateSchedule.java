package io.github.gns4j.policy;

import java.util.function.DoubleUnaryOperator;

/**
 * A learning rate as a function of a clock {@code τ} that counts steps at the base batch size.
 * Pure: no state, safe for any number of threads. Schedules wrap one another:
 *
 * <pre>{@code
 * LearningRateSchedule.cosine(1e-3, 1e-5, 10_000).withWarmup(500)
 * LearningRateSchedule.constant(1e-3).then(5_000, LearningRateSchedule.exponential(1e-3, 0.999))
 * }</pre>
 *
 * <p>A length is a length in {@code τ}: under a rule whose clock runs with the gain, a schedule of
 * 10,000 base steps ends after fewer, larger steps and after the same progress.
 */
@FunctionalInterface
public interface LearningRateSchedule {
  /**
   * Returns the base rate at clock {@code τ}.
   *
   * @param clock {@code τ >= 0}; advances by the gain of each step, so not whole in general
   * @return finite and at least 0
   */
  double at(double clock);

  /** Returns {@code η(τ) = rate}, {@code rate >= 0}. */
  static LearningRateSchedule constant(double rate) {
    return new Schedules.Constant(rate);
  }

  /**
   * Returns {@code η(τ) = end + (start − end)·(1 + cos(πτ/T))/2} up to {@code T = length}, {@code
   * end} after it (Loshchilov and Hutter 2017, arXiv 1608.03983, equation 5, without restarts).
   *
   * @param start rate at 0, at least 0
   * @param end rate from {@code length} on, at least 0
   * @param length in base steps, above 0
   */
  static LearningRateSchedule cosine(double start, double end, double length) {
    return new Schedules.Cosine(start, end, length);
  }

  /**
   * Returns {@code η(τ) = start·factor^⌊τ/interval⌋}.
   *
   * @param start rate at 0, at least 0
   * @param factor above 0
   * @param interval in base steps, above 0
   */
  static LearningRateSchedule step(double start, double factor, double interval) {
    return new Schedules.Step(start, factor, interval);
  }

  /**
   * Returns {@code η(τ) = end + (start − end)·(1 − τ/T)^power} up to {@code T = length}, {@code
   * end} after it. Power 1 is the linear decay.
   *
   * @param start rate at 0, at least 0
   * @param end rate from {@code length} on, at least 0
   * @param length in base steps, above 0
   * @param power above 0
   */
  static LearningRateSchedule polynomial(double start, double end, double length, double power) {
    return new Schedules.Polynomial(start, end, length, power);
  }

  /**
   * Returns {@code η(τ) = start·decay^τ}.
   *
   * @param start rate at 0, at least 0
   * @param decay factor a base step, in (0, 1]
   */
  static LearningRateSchedule exponential(double start, double decay) {
    return new Schedules.Exponential(start, decay);
  }

  /**
   * Returns a schedule of the user's. A value that is negative or not finite is an error when it is
   * read, with the clock in the message.
   */
  static LearningRateSchedule of(DoubleUnaryOperator rateAtClock) {
    return new Schedules.User(rateAtClock);
  }

  /**
   * Returns this schedule times {@code min(1, (τ + 1)/length)}: a linear warm-up from below, in
   * which the rate is never above that of this schedule (Goyal et al. 2017, arXiv 1706.02677, §2.2,
   * raise from the base rate; this raises from almost nothing). The clock of this schedule runs
   * during the warm-up.
   *
   * @param length in base steps, at least 1
   */
  default LearningRateSchedule withWarmup(double length) {
    return new Schedules.Warmup(this, length);
  }

  /**
   * Returns this schedule before {@code clock}, and {@code next} from then on with a clock that
   * starts at 0 there.
   *
   * @param clock in base steps, above 0
   */
  default LearningRateSchedule then(double clock, LearningRateSchedule next) {
    return new Schedules.Then(this, clock, next);
  }

  /** Returns {@code factor·η(τ)}, {@code factor >= 0}. */
  default LearningRateSchedule times(double factor) {
    return new Schedules.Times(this, factor);
  }
}
