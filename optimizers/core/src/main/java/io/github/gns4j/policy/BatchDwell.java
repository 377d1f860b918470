package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How long a batch stays before the next change. Moments and rate follow a larger batch over some
 * steps, so a growth waits for the steps of the policy. Nothing has to follow a smaller one, and a
 * step of a large batch is much work: a fall waits for that many samples of the base batch, a
 * quarter of the steps at least.
 */
final class BatchDwell implements Stateful {
  /**
   * Dwell times of rest after a change was taken back: what misled the rule is forgotten by then.
   */
  private static final int REST = 10;

  /** Part of the steps that a fall waits for, however large the batch. */
  private static final int PART = 4;

  private final int steps;
  private final int baseBatch;
  private final boolean inWork;
  private int dwelt;
  private int rest;

  /**
   * Starts with no step.
   *
   * @param inWork whether a fall waits for work; otherwise it waits for steps as a growth does
   */
  BatchDwell(int steps, int baseBatch, boolean inWork) {
    this.steps = steps;
    this.baseBatch = baseBatch;
    this.inWork = inWork;
  }

  /** Counts a step that was applied. */
  void count() {
    dwelt++;
  }

  /** Returns the steps since the last change. */
  int dwelt() {
    return dwelt;
  }

  /** The batch changed. */
  void changed() {
    dwelt = 0;
  }

  /** A change was taken back. */
  void rest() {
    rest = REST * steps;
  }

  /** What made a change rest is over. */
  void endRest() {
    rest = 0;
  }

  /** Returns whether {@code batch} may neither grow nor fall yet. */
  boolean holds(int batch) {
    return dwelt < shortest(batch);
  }

  /** Returns whether it may not grow yet. */
  boolean holdsGrowth() {
    return dwelt < longest();
  }

  private int longest() {
    return Math.max(steps, rest);
  }

  private int shortest(int batch) {
    if (!inWork || rest > 0) {
      return longest();
    }
    long work = Math.ceilDiv((long) steps * baseBatch, batch);
    return Math.clamp(work, Math.ceilDiv(steps, PART), steps);
  }

  /** Returns how far it is. */
  Reason why() {
    int step = dwelt;
    int last = longest();
    return Reason.of(() -> "step " + step + " of " + last + " since the change");
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(dwelt);
    out.writeInt(rest);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    dwelt = in.readInt();
    rest = in.readInt();
  }
}
