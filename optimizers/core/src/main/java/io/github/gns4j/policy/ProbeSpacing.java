package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Which steps are probed: every other one while the rate moves fast (the slopes of all of them are
 * known without), fewer and fewer while it stays, up to one in {@code longest}.
 */
final class ProbeSpacing implements Stateful {
  private static final double SHORTEST = 2;
  private static final double SPREADING = 1.25;

  private final int longest;
  private double spacing = SHORTEST;
  private long steps;
  private long next = 1;

  ProbeSpacing(int longest) {
    this.longest = longest;
  }

  /** Counts a step, and returns whether it is to be probed. */
  boolean begin() {
    steps++;
    return steps >= next;
  }

  /** The probe of the step found the rate right. */
  void stayed() {
    spacing = Math.min(longest, spacing * SPREADING + 0.5);
  }

  /** The probe of the step moved the rate. */
  void moved(boolean fast) {
    spacing = fast ? SHORTEST : Math.max(SHORTEST, spacing / 2);
  }

  /** What was known is no longer so. */
  void restart() {
    spacing = SHORTEST;
    next = steps + 1;
  }

  /** The next probe comes after the spacing. */
  void observed() {
    next = steps + (long) spacing;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(spacing);
    out.writeLong(steps);
    out.writeLong(next);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    spacing = in.readDouble();
    steps = in.readLong();
    next = in.readLong();
  }
}
