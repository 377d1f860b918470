package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The largest gain of the last steps: what was in force a few steps ago may come back at once,
 * after a short batch at the end of the data for instance.
 */
final class RecentGain implements Stateful {
  /** Steps over which the usual first moment averages. */
  private static final int STEPS = 10;

  private double largest;
  private int age;

  void add(double gain) {
    age++;
    if (gain >= largest || age > STEPS) {
      largest = gain;
      age = 0;
    }
  }

  /** Returns it; 0 before the first step. */
  double largest() {
    return largest;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(largest);
    out.writeInt(age);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    largest = in.readDouble();
    age = in.readInt();
  }
}
