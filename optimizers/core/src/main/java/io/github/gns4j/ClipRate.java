package io.github.gns4j;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The share of steps that were clipped: the plain share of the first {@value #HORIZON} applied
 * steps, then an exponential average over about as many.
 */
final class ClipRate implements Stateful {
  private static final int HORIZON = 100;

  private long applied;
  private long clipped;
  private double share;

  /** Counts an applied step. */
  void count(boolean wasClipped) {
    applied++;
    clipped += wasClipped ? 1 : 0;
    share += ((wasClipped ? 1 : 0) - share) / Math.min(applied, HORIZON);
  }

  /** Returns the share of late, in [0, 1]; 0 before the first applied step. */
  double share() {
    return share;
  }

  /** Returns how many steps were clipped in all. */
  long clipped() {
    return clipped;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(applied);
    out.writeLong(clipped);
    out.writeDouble(share);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    applied = in.readLong();
    clipped = in.readLong();
    share = in.readDouble();
  }
}
