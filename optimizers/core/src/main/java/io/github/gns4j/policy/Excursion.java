package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Short runs at another batch size: from steps of one size the fixed seconds of a step cannot be
 * told from those of its samples. An excursion of ten steps to half the batch costs at most five
 * steps' worth of samples; the next one waits fifty times as long, so the cost stays below one
 * percent of the steps' progress.
 */
final class Excursion implements Stateful {
  /** Steps of an excursion: as many as the step-time model keeps per size, and some. */
  static final int LENGTH = 10;

  /** Opportunities that pass before the next excursion. */
  private static final int PAUSE = 500;

  private final BatchPolicy policy;
  private final int maxMicroBatch;
  private int from;
  private int pause;

  Excursion(BatchPolicy policy, int maxMicroBatch) {
    this.policy = policy;
    this.maxMicroBatch = maxMicroBatch;
  }

  boolean isOut() {
    return from > 0;
  }

  boolean isOver(int dwelt) {
    return dwelt >= LENGTH;
  }

  /** Returns whether one may start now; counts the asking. */
  boolean isDue() {
    pause = Math.max(0, pause - 1);
    return pause == 0 && !policy.adviseOnly();
  }

  /**
   * Returns the size to go to from {@code batch}: half of what is computed at once, or twice that
   * where half is below the minimum; {@code batch} itself if the limits leave room for neither.
   */
  int size(int batch) {
    int half = Math.min(batch, maxMicroBatch) / 2;
    if (half >= policy.minimum()) {
      return half;
    }
    return 2L * batch <= Math.min(policy.maximum(), maxMicroBatch) ? 2 * batch : batch;
  }

  void start(int batch) {
    from = batch;
  }

  /** Ends it and returns the size to go back to. */
  int end() {
    int back = from;
    from = 0;
    pause = PAUSE;
    return back;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(from);
    out.writeInt(pause);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    from = in.readInt();
    pause = in.readInt();
  }
}
