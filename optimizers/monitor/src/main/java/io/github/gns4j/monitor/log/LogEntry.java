package io.github.gns4j.monitor.log;

import io.github.gns4j.kernels.Arguments;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/** One line of a run log. Immutable. */
public sealed interface LogEntry {
  /** Returns the seconds since the run began. */
  double time();

  /**
   * First line of every part of a run.
   *
   * @param name of the run, for people
   * @param started when the run began
   * @param part number of the file, from 1
   * @param settings what was set, by name
   */
  record RunStart(String name, Instant started, int part, Map<String, String> settings)
      implements LogEntry {
    /** Requires everything. */
    public RunStart {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(started, "started");
      Arguments.atLeast("part", part, 1);
      settings = Map.copyOf(settings);
    }

    @Override
    public double time() {
      return 0;
    }
  }

  /**
   * One training step. A run of another optimizer has no detail.
   *
   * @param time seconds since the run began, at the end of the step
   * @param step number of the step, from 1
   * @param samples samples seen so far, this step included
   * @param batch samples of this step, at least 1
   * @param loss mean loss over the batch, if known; NaN and ∞ are kept: a run that diverged shows
   *     it
   * @param rate learning rate, if known
   * @param detail what only a noise-aware optimizer knows
   */
  record Step(
      double time,
      long step,
      long samples,
      int batch,
      OptionalDouble loss,
      OptionalDouble rate,
      Optional<StepDetail> detail)
      implements LogEntry {
    /** Checks the counts. */
    public Step {
      Arguments.atLeast("step", step, 1);
      Arguments.atLeast("samples", samples, 0);
      Arguments.atLeast("batch", batch, 1);
      Objects.requireNonNull(loss, "loss");
      Objects.requireNonNull(rate, "rate");
      Objects.requireNonNull(detail, "detail");
    }

    /** A step of any optimizer. */
    public static Step of(double time, PlainStep step) {
      return new Step(
          time,
          step.step(),
          step.samples(),
          step.batch(),
          step.loss(),
          step.rate(),
          Optional.empty());
    }
  }

  /**
   * Something was decided.
   *
   * @param time seconds since the run began
   * @param step after which it was decided
   * @param kind {@code batch}: another batch size; {@code hold}: the batch stays, for a reason of a
   *     new kind; {@code skip}: the step was left out
   * @param from batch before
   * @param to batch after
   * @param predictedGain predicted ratio of progress after to before, 1 if nothing changes
   * @param reason in words and numbers
   */
  record Decision(
      double time, long step, String kind, int from, int to, double predictedGain, String reason)
      implements LogEntry {}

  /**
   * A number measured beside the steps.
   *
   * @param time seconds since the run began
   * @param step steps done
   * @param samples samples seen
   * @param name what was measured
   * @param value the number
   */
  record Metric(double time, long step, long samples, String name, double value)
      implements LogEntry {}

  /**
   * What became of a decision.
   *
   * @param time seconds since the run began
   * @param step after which the audit was made
   * @param predicted ratio of progress that was promised
   * @param realised ratio that was measured
   * @param kept whether the change stays
   * @param reason in words and numbers
   */
  record Audit(
      double time, long step, double predicted, double realised, boolean kept, String reason)
      implements LogEntry {}

  /**
   * Events that did not fit into the queue.
   *
   * @param time seconds since the run began
   * @param count events lost since the last such line
   */
  record Dropped(double time, long count) implements LogEntry {}

  /**
   * Last line of a run that was closed.
   *
   * @param time seconds since the run began
   * @param steps steps written
   * @param dropped events lost in all
   */
  record RunEnd(double time, long steps, long dropped) implements LogEntry {}
}
