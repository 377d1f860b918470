package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * A batch rule with its limits. Immutable.
 *
 * <pre>{@code
 * BatchRule.timeOptimal().between(16, 4096).startingAt(64).dwell(50)
 * }</pre>
 *
 * @param rule which size is best
 * @param minimum smallest batch, at least 1
 * @param maximum largest batch, at least {@code minimum}
 * @param start first batch, inside the limits; empty: the base batch of the learning rate, brought
 *     inside them. Where rate and time-optimal batch both find themselves, some 64 samples come
 *     first, and this batch only if they tell nothing
 * @param growth largest factor of one change, up or down, above 1
 * @param dwell least number of applied steps between changes, at least 1. Unless rate and
 *     time-optimal batch both find themselves, a smaller batch may come earlier: after the work of
 *     so many steps at the base batch of the learning rate, and a quarter of the steps
 * @param threshold least predicted gain of a change, at least 1
 * @param adviseOnly whether decisions are only told, never followed
 */
public record BatchPolicy(
    BatchRule rule,
    int minimum,
    int maximum,
    OptionalInt start,
    double growth,
    int dwell,
    double threshold,
    boolean adviseOnly) {
  /** Accumulation reaches any size: no network of the studies we know gains from more. */
  private static final int DEFAULT_MAXIMUM = 1 << 16;

  /** One doubling: the interval of an estimate stays valid over it. */
  private static final double DEFAULT_GROWTH = 2;

  /** Twice the ten steps over which the usual first moment averages. */
  private static final int DEFAULT_DWELL = 20;

  /** Pollux (OSDI 2021, §4.2) re-tunes from 5% predicted gain on. */
  private static final double DEFAULT_THRESHOLD = 1.05;

  /** Checks the ranges. */
  public BatchPolicy {
    Objects.requireNonNull(rule, "rule");
    Arguments.atLeast("minimum", minimum, 1);
    Arguments.atLeast("maximum", maximum, minimum);
    if (start.isPresent()) {
      Arguments.closed("start", start.getAsInt(), minimum, maximum);
    }
    Arguments.closed("growth", growth, Math.nextUp(1.0), Double.MAX_VALUE);
    Arguments.atLeast("dwell", dwell, 1);
    Arguments.closed("threshold", threshold, 1, Double.MAX_VALUE);
  }

  /**
   * Returns {@code rule} with the usual limits: 1 to 65,536 samples, a factor of 2 a change, 20
   * steps between changes, 5% predicted gain.
   */
  public static BatchPolicy of(BatchRule rule) {
    return new BatchPolicy(
        rule,
        1,
        DEFAULT_MAXIMUM,
        OptionalInt.empty(),
        DEFAULT_GROWTH,
        DEFAULT_DWELL,
        DEFAULT_THRESHOLD,
        false);
  }

  /** Returns the policy with other limits. A start outside them is an error. */
  public BatchPolicy between(int newMinimum, int newMaximum) {
    return new BatchPolicy(
        rule, newMinimum, newMaximum, start, growth, dwell, threshold, adviseOnly);
  }

  /** Returns the policy with a first batch inside the limits. */
  public BatchPolicy startingAt(int samples) {
    return new BatchPolicy(
        rule, minimum, maximum, OptionalInt.of(samples), growth, dwell, threshold, adviseOnly);
  }

  /** Returns the policy with another largest factor of one change, above 1. */
  public BatchPolicy growth(double factor) {
    return new BatchPolicy(rule, minimum, maximum, start, factor, dwell, threshold, adviseOnly);
  }

  /** Returns the policy with another least number of steps between changes: see the parameter. */
  public BatchPolicy dwell(int steps) {
    return new BatchPolicy(rule, minimum, maximum, start, growth, steps, threshold, adviseOnly);
  }

  /** Returns the policy with another least gain, such as 1.05 for 5%. */
  public BatchPolicy threshold(double leastGain) {
    return new BatchPolicy(rule, minimum, maximum, start, growth, dwell, leastGain, adviseOnly);
  }

  /** Returns the policy as a dry run: it decides and tells, the batch stays. */
  public BatchPolicy advising() {
    return new BatchPolicy(rule, minimum, maximum, start, growth, dwell, threshold, true);
  }

  /** Returns the first batch for a learning rate that was chosen at {@code baseBatch}. */
  public int startOr(int baseBatch) {
    return start.orElse(Math.clamp(baseBatch, minimum, maximum));
  }
}
