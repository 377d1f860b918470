package io.github.gns4j;

import io.github.gns4j.report.GroupReport;
import io.github.gns4j.state.Stateful;
import io.github.gns4j.statistics.GroupNoise;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What was told of the step that is being gathered. */
final class Pending implements Stateful {
  boolean metricKnown;
  private double meanLoss = Double.NaN;
  private List<GroupReport> groups = List.of();

  void loss(double meanLoss) {
    this.meanLoss = meanLoss;
  }

  /** Returns the mean loss, if one was told and it is finite. */
  OptionalDouble loss() {
    return Double.isFinite(meanLoss) ? OptionalDouble.of(meanLoss) : OptionalDouble.empty();
  }

  /** For the report of the step alone: nothing is decided by it, and it is not saved. */
  void groups(GroupNoise noise) {
    List<GroupReport> told = new ArrayList<>();
    for (int c = 0; c < noise.groups().size(); c++) {
      GroupNoise.Group group = noise.groups().get(c);
      told.add(
          new GroupReport(
              group.name(), group.share(), noise.shareWithin(c), noise.shareBetween(c)));
    }
    groups = told;
  }

  /** Returns the parts of the data groups in the noise, empty if none were told. */
  List<GroupReport> groups() {
    return groups;
  }

  void clear() {
    meanLoss = Double.NaN;
    groups = List.of();
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
