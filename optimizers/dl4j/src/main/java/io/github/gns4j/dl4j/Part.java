package io.github.gns4j.dl4j;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The batch that {@code fit} computes now as part of a step: without accumulation a step has one
 * part, with it as many as were agreed. Mutable.
 */
final class Part implements Stateful {
  private int index = 1;
  private int samples;
  private long gathered;
  private boolean last = true;

  /** Begins the next part; {@code planned} says whether it is the last, null lets it be counted. */
  void begin(int samplesOfPart, Boolean planned, int accumulation) {
    index = last ? 1 : index + 1;
    gathered = last ? 0 : gathered + samples;
    samples = samplesOfPart;
    last = planned == null ? index >= accumulation : planned;
  }

  /** Number within its step, from 1. */
  int index() {
    return index;
  }

  int samples() {
    return samples;
  }

  /** Samples of the step up to and including this part. */
  int total() {
    return Math.toIntExact(gathered + samples);
  }

  /** Whether the step is taken with this part. */
  boolean isLast() {
    return last;
  }

  /** Share of this part in the mean of the gradient up to and including it. */
  double weight() {
    return (double) samples / (gathered + samples);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(index);
    out.writeInt(samples);
    out.writeLong(gathered);
    out.writeBoolean(last);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    index = in.readInt();
    samples = in.readInt();
    gathered = in.readLong();
    last = in.readBoolean();
  }
}
