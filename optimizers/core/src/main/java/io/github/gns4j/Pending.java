package io.github.gns4j;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.OptionalDouble;

/** What was told of the step that is being gathered. */
final class Pending implements Stateful {
  boolean metricKnown;
  private double meanLoss = Double.NaN;

  void loss(double meanLoss) {
    this.meanLoss = meanLoss;
  }

  /** Returns the mean loss, if one was told and it is finite. */
  OptionalDouble loss() {
    return Double.isFinite(meanLoss) ? OptionalDouble.of(meanLoss) : OptionalDouble.empty();
  }

  void clearLoss() {
    meanLoss = Double.NaN;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeBoolean(metricKnown);
    out.writeDouble(meanLoss);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    metricKnown = in.readBoolean();
    meanLoss = in.readDouble();
  }
}
