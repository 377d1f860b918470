package io.github.gns4j.dl4j;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The micro-batches in which an iterator gives out the batch of a step. Mutable. */
final class PlannedStep implements Stateful {
  private final int maxMicroBatch;
  private int open;
  private int samples;
  private int parts;
  private double seconds;

  PlannedStep(int maxMicroBatch) {
    this.maxMicroBatch = maxMicroBatch;
  }

  /** Whether micro-batches of the step are still to come. */
  boolean isOpen() {
    return open > 0;
  }

  void begin(int batch) {
    open = batch;
    samples = 0;
    parts = 0;
    seconds = 0;
  }

  /** Samples to ask for next. */
  int ask() {
    return Math.min(open, maxMicroBatch);
  }

  /** Takes note of a micro-batch; one shorter than was asked for ends the epoch, and the step. */
  void give(int count) {
    open = count < ask() ? 0 : open - count;
    samples += count;
    parts++;
  }

  void took(double secondsOfPart) {
    seconds += secondsOfPart;
  }

  int samples() {
    return samples;
  }

  int parts() {
    return parts;
  }

  double seconds() {
    return seconds;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(open);
    out.writeInt(samples);
    out.writeInt(parts);
    out.writeDouble(seconds);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    open = in.readInt();
    samples = in.readInt();
    parts = in.readInt();
    seconds = in.readDouble();
  }
}
