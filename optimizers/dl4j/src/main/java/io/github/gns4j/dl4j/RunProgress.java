package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAwareOptimizer;
import java.util.Optional;
import java.util.OptionalDouble;

/** What has happened since the begin of a run, against its budget. Not thread-safe. */
final class RunProgress {
  private static final double NANOS = 1e-9;

  private final Budget budget;
  private final NoiseAwareOptimizer optimizer;
  private final long start = System.nanoTime();
  private final long steps;
  private final long skipped;
  private final long samples;
  private long epochs;
  private long stepsOfEpoch;
  private OptionalDouble metric = OptionalDouble.empty();

  RunProgress(Budget budget, NoiseAwareOptimizer optimizer) {
    this.budget = budget;
    this.optimizer = optimizer;
    this.steps = optimizer.steps();
    this.skipped = optimizer.skipped();
    this.samples = optimizer.samples();
  }

  void stepTaken() {
    stepsOfEpoch++;
  }

  void epochStarted() {
    stepsOfEpoch = 0;
  }

  /**
   * Counts an epoch.
   *
   * @throws IllegalStateException if it gave no samples, unless it began before this run
   */
  void epochEnded() {
    if (stepsOfEpoch == 0 && epochs > 0) {
      throw new IllegalStateException("the data gave no samples in a whole epoch");
    }
    epochs++;
  }

  void measured(double value) {
    metric = OptionalDouble.of(value);
  }

  /** Returns why the run ends now, or empty if it goes on. */
  Optional<TrainingSummary.Reason> end(boolean stopping) {
    TrainingSummary.Reason reason = null;
    if (stopping || Thread.currentThread().isInterrupted()) {
      reason = TrainingSummary.Reason.STOPPED;
    } else if (isMetricReached()) {
      reason = TrainingSummary.Reason.METRIC;
    } else if (epochs >= budget.epochs()) {
      reason = TrainingSummary.Reason.EPOCHS;
    } else if (optimizer.steps() - steps >= budget.steps()) {
      reason = TrainingSummary.Reason.STEPS;
    } else if (seconds() >= budget.seconds()) {
      reason = TrainingSummary.Reason.SECONDS;
    }
    return Optional.ofNullable(reason);
  }

  private boolean isMetricReached() {
    return metric.isPresent()
        && budget.metric().isPresent()
        && metric.getAsDouble() >= budget.metric().getAsDouble();
  }

  private double seconds() {
    return (System.nanoTime() - start) * NANOS;
  }

  TrainingSummary summary(TrainingSummary.Reason reason) {
    return new TrainingSummary(
        reason,
        epochs,
        optimizer.steps() - steps,
        optimizer.skipped() - skipped,
        optimizer.samples() - samples,
        seconds(),
        metric);
  }
}
