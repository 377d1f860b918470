package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The last losses and what they cost: two stretches of {@value #LENGTH} steps, and the fall of the
 * loss per unit of cost in each.
 */
final class LossWindow implements Stateful {
  /** Steps of a stretch: with fewer, hardly any fall of a noisy loss is resolved. */
  static final int LENGTH = 64;

  private static final int DEPTH = 2 * LENGTH;

  private final double[] costs = new double[DEPTH];
  private final double[] losses = new double[DEPTH];
  private int count;
  private double cost;

  /** Adds a step; losses must be above 0, for deviations are judged relative to them. */
  void add(double stepCost, double loss) {
    cost += stepCost;
    costs[count % DEPTH] = cost;
    losses[count % DEPTH] = loss;
    count = count + 1 < 2 * DEPTH ? count + 1 : DEPTH;
  }

  /** Returns whether there is a last stretch. */
  boolean isFull() {
    return count >= LENGTH;
  }

  /** Returns whether there is a stretch before the last one. */
  boolean hasEarlier() {
    return count >= DEPTH;
  }

  void clear() {
    count = 0;
    cost = 0;
  }

  void copyFrom(LossWindow other) {
    System.arraycopy(other.costs, 0, costs, 0, DEPTH);
    System.arraycopy(other.losses, 0, losses, 0, DEPTH);
    count = other.count;
    cost = other.cost;
  }

  /** Returns the cost in the middle of the stretch before the last one. */
  double earlierMiddle() {
    return middle(DEPTH);
  }

  /** Returns the cost in the middle of the last stretch. */
  double lastMiddle() {
    return middle(LENGTH);
  }

  private double middle(int back) {
    return (costs[index(back)] + costs[index(back - LENGTH + 1)]) / 2;
  }

  /** Returns the line of loss over cost: its slope is negative while the loss falls. */
  RobustLine line() {
    return line(LENGTH);
  }

  /** Returns the line of the stretch before the last one. */
  RobustLine earlierLine() {
    return line(DEPTH);
  }

  /** Returns the standard error of the line in the middle of the last stretch. */
  double levelError() {
    return levelError(LENGTH);
  }

  /** Returns the same of the stretch before. */
  double earlierLevelError() {
    return levelError(DEPTH);
  }

  /** A slope over evenly spread costs has {@code √12} over their range times this error. */
  private double levelError(int back) {
    double range = costs[index(back - LENGTH + 1)] - costs[index(back)];
    return line(back).slopeError() * range / Math.sqrt(12);
  }

  /** Returns the losses of the second half of the last stretch. */
  double[] lastHalf() {
    double[] half = new double[LENGTH / 2];
    for (int i = 0; i < half.length; i++) {
      half[i] = losses[index(half.length - i)];
    }
    return half;
  }

  private RobustLine line(int back) {
    double[] x = new double[LENGTH];
    double[] y = new double[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      x[i] = costs[index(back - i)];
      y[i] = losses[index(back - i)];
    }
    return RobustLine.fit(x, y);
  }

  /** Place of the step that is {@code back} steps from the end, 1 for the last. */
  private int index(int back) {
    return Math.floorMod(count - back, DEPTH);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (int i = 0; i < DEPTH; i++) {
      out.writeDouble(costs[i]);
      out.writeDouble(losses[i]);
    }
    out.writeInt(count);
    out.writeDouble(cost);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (int i = 0; i < DEPTH; i++) {
      costs[i] = in.readDouble();
      losses[i] = in.readDouble();
    }
    count = in.readInt();
    cost = in.readDouble();
  }
}
