package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How far a multiplier of the rate may rise. Near a rate that failed the way up is closed; it opens
 * slowly, and the more slowly the more often a rate has failed.
 */
final class WayUp implements Stateful {
  /**
   * Steps in which the way up opens again, twofold, after the first undo; twice as many after each.
   */
  private static final double FIRST_PATIENCE = 50;

  private static final double LAST_PATIENCE = 10_000;

  /** No rate over- or underflows up to here, and down to its inverse. */
  static final double LARGEST = 1e9;

  private double ceiling = LARGEST;
  private double patience = FIRST_PATIENCE;

  /** A step passed. */
  void open() {
    ceiling = Math.min(LARGEST, ceiling * (1 + Math.log(2) / patience));
  }

  /** Returns {@code multiplier}, or what is allowed of it. */
  double limit(double multiplier) {
    return Math.min(multiplier, ceiling);
  }

  /** A rate failed, which {@code multiplier} replaces. */
  void closeAt(double multiplier) {
    ceiling = multiplier * RateSearch.SLOW;
    patience = Math.min(LAST_PATIENCE, 2 * patience);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(ceiling);
    out.writeDouble(patience);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    ceiling = in.readDouble();
    patience = in.readDouble();
  }
}
