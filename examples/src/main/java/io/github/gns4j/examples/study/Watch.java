package io.github.gns4j.examples.study;

import java.util.function.DoubleSupplier;

/**
 * Holds the modelled watch over one trial: measures every so often, at no cost, and says when it is
 * over. The time between two measurements is 6% of the time so far, the resolution of the time to
 * target. Not for several threads.
 */
final class Watch {
  private static final double EVERY = 1.06;
  private static final double FIRST = 0.05;

  /** A loss that is not finite so many times in a row does not come back. */
  private static final int LOST = 5;

  private final ModelledClock clock;
  private final double budget;
  private final double target;
  private DoubleSupplier measure;
  private double next = FIRST;
  private double last = Double.NaN;
  private long steps;
  private long samples;
  private int notFinite;
  private Outcome outcome;

  /**
   * Prepares a trial.
   *
   * @param clock advanced by whoever takes the steps
   * @param budget modelled seconds after which the target counts as missed
   * @param target that {@code measure} is to reach
   */
  Watch(ModelledClock clock, double budget, double target, DoubleSupplier measure) {
    this.clock = clock;
    this.budget = budget;
    this.target = target;
    this.measure = measure;
  }

  /** From now on the network is measured by {@code other}. */
  void measureBy(DoubleSupplier other) {
    measure = other;
  }

  /** Notes a step, whose time has passed on the clock. */
  void onStep(int batch, double loss) {
    steps++;
    samples += batch;
    notFinite = Double.isFinite(loss) ? 0 : notFinite + 1;
    double now = clock.seconds();
    if (notFinite >= LOST) {
      outcome = Outcome.DIVERGED;
    } else if (now >= next) {
      next = now * EVERY;
      last = measure.getAsDouble();
      if (last >= target) {
        outcome = Outcome.REACHED;
      }
    }
    if (outcome == null && now >= budget) {
      outcome = Outcome.MISSED;
    }
  }

  boolean isOver() {
    return outcome != null;
  }

  /** Returns how it ended; only once it is over. */
  Outcome outcome() {
    return outcome;
  }

  /** Returns what was measured last, NaN before anything was. */
  double measured() {
    return last;
  }

  long steps() {
    return steps;
  }

  long samples() {
    return samples;
  }
}
