package io.github.gns4j;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Counts steps and samples. */
final class Progress implements Stateful {
  long steps;
  long samples;
  long skipped;

  void count(long added, boolean skip) {
    steps++;
    samples += added;
    skipped += skip ? 1 : 0;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(steps);
    out.writeLong(samples);
    out.writeLong(skipped);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    steps = in.readLong();
    samples = in.readLong();
    skipped = in.readLong();
  }
}
