package io.github.gns4j.report;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Adds up where the time of a step goes: every stretch between two marks belongs to the phase that
 * the later mark names. Not thread-safe.
 */
public final class StepTimer {
  private static final double NANOS = 1e-9;

  private final LongSupplier nanoClock;
  private final double[] seconds = new double[Phase.values().length];
  private final double[] ended = new double[Phase.values().length];
  private double total;
  private long stepStart;
  private long last;

  /** What a stretch of time was spent on. */
  public enum Phase {
    /** Waiting for and preparing samples. */
    DATA,
    /** Forward and backward passes. */
    BACKPROP,
    /** Accumulation and statistics. */
    REDUCE,
    /** Parameter update. */
    STEP,
    /** A gradient beside the step that probes its length: part of the total alone. */
    PROBE
  }

  /**
   * Starts the first step.
   *
   * @param nanoClock nanoseconds from any origin, such as {@link System#nanoTime}
   */
  public StepTimer(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.stepStart = nanoClock.getAsLong();
    this.last = stepStart;
  }

  /** Ends a stretch that was spent on {@code phase}. */
  public void mark(Phase phase) {
    long now = nanoClock.getAsLong();
    seconds[phase.ordinal()] += (now - last) * NANOS;
    last = now;
  }

  /** Ends a step and starts the next one. */
  public void endStep() {
    System.arraycopy(seconds, 0, ended, 0, seconds.length);
    total = (last - stepStart) * NANOS;
    Arrays.fill(seconds, 0);
    stepStart = last;
  }

  /** Returns the seconds that the step that ended last spent on {@code phase}. */
  public double seconds(Phase phase) {
    return ended[phase.ordinal()];
  }

  /** Returns the times of the step that ended last. */
  public StepTiming timing() {
    return new StepTiming(
        seconds(Phase.DATA),
        seconds(Phase.BACKPROP),
        seconds(Phase.REDUCE),
        seconds(Phase.STEP),
        total);
  }

  /** Forgets the time since the last mark: a pause that belongs to no step. */
  public void skipPause() {
    long now = nanoClock.getAsLong();
    stepStart += now - last;
    last = now;
  }
}
