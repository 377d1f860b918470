package io.github.gns4j.examples.race;

import io.github.gns4j.examples.race.Outcome.Effort;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Holds the watch over one run: measures the test accuracy every so often with the watch stopped,
 * notes when the target is reached, and says when the run is over. For the training thread, except
 * for {@link #stop()} and {@link #isOver()}.
 */
final class Referee {
  /** Seconds of training between two evaluations: the resolution of the time to the target. */
  private static final double EVALUATE_EVERY = 0.2;

  private final Limits limits;
  private final long mostExamples;
  private final DoubleSupplier accuracyNow;
  private final LongSupplier nanoClock;
  private long startNanos;
  private long pausedNanos;
  private double evaluatedAt;
  private double accuracy = Double.NaN;
  private Effort effort = new Effort(0, 0, 0);
  private Optional<Effort> toTarget = Optional.empty();
  private volatile boolean over;

  /**
   * Prepares a run; the watch starts with {@link #start()}.
   *
   * @param limits of the run
   * @param trainSize number of images to train on
   * @param accuracyNow measures the test accuracy of the network as it is
   * @param nanoClock a clock in nanoseconds
   */
  Referee(Limits limits, int trainSize, DoubleSupplier accuracyNow, LongSupplier nanoClock) {
    this.limits = limits;
    this.mostExamples = Math.max(1, Math.round(limits.epochs() * trainSize));
    this.accuracyNow = accuracyNow;
    this.nanoClock = nanoClock;
  }

  /** Starts the watch. */
  void start() {
    startNanos = nanoClock.getAsLong();
  }

  /** Notes that a step is done; evaluates if it is time to. */
  void onStep(int examples) {
    effort = new Effort(seconds(), effort.steps() + 1, effort.examples() + examples);
    if (effort.seconds() - evaluatedAt >= EVALUATE_EVERY) {
      evaluate();
    }
    if (effort.seconds() >= limits.seconds() || effort.examples() >= mostExamples) {
      over = true;
    }
  }

  /** Ends the run after the step in progress. Safe from any thread. */
  void stop() {
    over = true;
  }

  /** Returns whether training must end. Safe from any thread. */
  boolean isOver() {
    return over;
  }

  /** Returns the accuracy measured last, NaN before the first evaluation. */
  double accuracy() {
    return accuracy;
  }

  /** Returns what the run took so far. */
  Effort effort() {
    return effort;
  }

  /** Returns how much of its limits the run has used, from 0 to 1. */
  double used() {
    return Math.clamp(
        Math.max(effort.seconds() / limits.seconds(), (double) effort.examples() / mostExamples),
        0,
        1);
  }

  /** Returns what came of the run, after a last evaluation. */
  Outcome outcome(String name) {
    evaluate();
    return new Outcome(name, toTarget, effort, accuracy);
  }

  private void evaluate() {
    long from = nanoClock.getAsLong();
    accuracy = accuracyNow.getAsDouble();
    if (toTarget.isEmpty() && accuracy >= limits.target()) {
      toTarget = Optional.of(effort);
    }
    evaluatedAt = effort.seconds();
    pausedNanos += nanoClock.getAsLong() - from;
  }

  private double seconds() {
    return (nanoClock.getAsLong() - startNanos - pausedNanos) * 1e-9;
  }
}
