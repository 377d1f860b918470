package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Where a quantity of every step is expected to lie: a running mean and deviation over the last
 * twenty or so, into which outliers enter cut off. Several values in a row far above it are not
 * chance.
 */
final class ExpectedRange implements Stateful {
  /** Horizon of the mean in steps: two of the usual first moment. */
  private static final int HORIZON = 20;

  /** No judgement before so many. */
  private static final int LEAST = 10;

  /** Deviations that are far: 3e-5 in each step under the normal distribution. */
  private static final double FAR = 4;

  /** In a row; for heavy tails, where one such step in a hundred is usual, 1e-6. */
  private static final int IN_A_ROW = 3;

  /** A value so many times the mean is an explosion: two in a row, or one at the very start. */
  private static final double EXPLOSION = 100;

  private final double relative;
  private int count;
  private int above;
  private double mean;
  private double variance;
  private double last;
  private double growth = 1;

  /**
   * Starts empty.
   *
   * @param relative part of the mean by which a value must exceed it in any case
   */
  ExpectedRange(double relative) {
    this.relative = relative;
  }

  /** Takes in the value of one step, finite, and returns whether the range is left for good. */
  boolean isLeftBy(double value) {
    double deviation = value - mean;
    double far = Math.max(FAR * Math.sqrt(variance), relative * Math.abs(mean));
    above = count >= LEAST && deviation > far ? above + 1 : 0;
    growth = last > 0 ? value / last : 1;
    boolean explodes = isExplosion(value);
    last = value;
    if (above >= IN_A_ROW || explodes) {
      return true;
    }
    count = Math.min(count + 1, HORIZON);
    double bounded = count <= LEAST ? deviation : Math.clamp(deviation, -far, far);
    double share = 1.0 / count;
    mean += share * bounded;
    variance = (1 - share) * (variance + share * bounded * bounded);
    return false;
  }

  private boolean isExplosion(double value) {
    boolean high = count > 0 && mean > 0 && value > EXPLOSION * mean;
    return high && (count < LEAST || last > EXPLOSION * mean);
  }

  /** Returns the last value over the one before it. */
  double growth() {
    return growth;
  }

  void clear() {
    count = 0;
    above = 0;
    mean = 0;
    variance = 0;
    last = 0;
    growth = 1;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(count);
    out.writeInt(above);
    out.writeDouble(mean);
    out.writeDouble(variance);
    out.writeDouble(last);
    out.writeDouble(growth);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    count = in.readInt();
    above = in.readInt();
    mean = in.readDouble();
    variance = in.readDouble();
    last = in.readDouble();
    growth = in.readDouble();
  }
}
