package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** The last losses and what they cost, and the fall of the loss per unit of cost. */
final class LossWindow implements Stateful {
  /** Steps of a window: with fewer, hardly any fall of a noisy loss is resolved. */
  static final int LENGTH = 64;

  private final double[] costs = new double[LENGTH];
  private final double[] losses = new double[LENGTH];
  private int count;
  private double cost;

  /** Adds a step; losses must be above 0, for deviations are judged relative to them. */
  void add(double stepCost, double loss) {
    cost += stepCost;
    costs[count % LENGTH] = cost;
    losses[count % LENGTH] = loss;
    count = count + 1 < 2 * LENGTH ? count + 1 : LENGTH;
  }

  boolean isFull() {
    return count >= LENGTH;
  }

  void clear() {
    count = 0;
    cost = 0;
  }

  void copyFrom(LossWindow other) {
    System.arraycopy(other.costs, 0, costs, 0, LENGTH);
    System.arraycopy(other.losses, 0, losses, 0, LENGTH);
    count = other.count;
    cost = other.cost;
  }

  /** Returns the line of loss over cost: its slope is negative while the loss falls. */
  RobustLine line() {
    return RobustLine.fit(Arrays.copyOf(costs, LENGTH), Arrays.copyOf(losses, LENGTH));
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (int i = 0; i < LENGTH; i++) {
      out.writeDouble(costs[i]);
      out.writeDouble(losses[i]);
    }
    out.writeInt(count);
    out.writeDouble(cost);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (int i = 0; i < LENGTH; i++) {
      costs[i] = in.readDouble();
      losses[i] = in.readDouble();
    }
    count = in.readInt();
    cost = in.readDouble();
  }
}
