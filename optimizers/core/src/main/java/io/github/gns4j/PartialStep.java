package io.github.gns4j;

import io.github.gns4j.gradient.GradientAccumulator;
import io.github.gns4j.gradient.GradientAccumulator.Group;
import io.github.gns4j.gradient.GradientAccumulator.Whole;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.state.ArrayStream;
import io.github.gns4j.state.CheckpointException;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The saved form of a step between its micro-batches: number of passes (int, 0 between steps); for
 * each its samples, rows and sums; then whether the gradient is whole, its scale and type, and the
 * gradient itself or the running mean as {@link ArrayStream} writes arrays.
 */
final class PartialStep {
  private static final int MAX_GROUPS = 1 << 24;

  private final Kernels kernels;
  private final Segments segments;
  private final GradientAccumulator gradients;

  PartialStep(Kernels kernels, Segments segments, GradientAccumulator gradients) {
    this.kernels = kernels;
    this.segments = segments;
    this.gradients = gradients;
  }

  /**
   * What was read.
   *
   * @param groups the passes; empty between steps
   * @param whole the gradient of a batch computed in one piece, or null
   * @param mean the running mean, or null
   */
  record Saved(List<Group> groups, Whole whole, HostArray mean) {}

  void save(DataOutputStream out) throws IOException {
    List<Group> groups = gradients.groups();
    if (!groups.isEmpty() && kernels.placement() != Placement.HOST) {
      throw new IllegalStateException(
          "saving between micro-batches on " + kernels.placement() + ", allowed: after step()");
    }
    out.writeInt(groups.size());
    for (Group group : groups) {
      saveGroup(group, out);
    }
    if (!groups.isEmpty()) {
      Whole whole = gradients.whole().orElse(null);
      FlatArray array = whole == null ? gradients.mean() : whole.array();
      out.writeBoolean(whole != null);
      out.writeDouble(whole == null ? 1 : whole.scale());
      out.writeUTF(array.type().name());
      ArrayStream.write(kernels, array, out);
    }
  }

  Saved read(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MAX_GROUPS) {
      throw new CheckpointException("a step of " + count + " micro-batches was saved: damaged");
    }
    List<Group> groups = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      groups.add(readGroup(in));
    }
    if (count == 0) {
      return new Saved(groups, null, null);
    }
    boolean whole = in.readBoolean();
    double scale = in.readDouble();
    HostArray array = ArrayStream.read(readType(in), segments.length(), in);
    return whole
        ? new Saved(groups, new Whole(array, scale), null)
        : new Saved(groups, null, array);
  }

  void resume(Saved saved) {
    if (saved.mean() != null) {
      kernels.copy(saved.mean(), gradients.mean());
    }
    gradients.resume(saved.groups(), saved.whole());
  }

  private static ElementType readType(DataInputStream in) throws IOException {
    String name = in.readUTF();
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new CheckpointException("a gradient of type " + name + " was saved: damaged");
  }

  private void saveGroup(Group group, DataOutputStream out) throws IOException {
    out.writeLong(group.samples());
    out.writeInt(group.rows());
    for (Sum sum : Sum.values()) {
      for (int i = 0; i < segments.count(); i++) {
        out.writeDouble(group.sums().get(sum, i));
      }
    }
  }

  private Group readGroup(DataInputStream in) throws IOException {
    long samples = in.readLong();
    int rows = in.readInt();
    double[][] values = new double[Sum.values().length][segments.count()];
    for (double[] ofSum : values) {
      for (int i = 0; i < ofSum.length; i++) {
        ofSum[i] = in.readDouble();
      }
    }
    return new Group(samples, rows, new SavedSums(segments, values));
  }

  /** Sums that were read back. */
  private record SavedSums(Segments segments, double[][] values) implements Sums {
    @Override
    public double get(Sum sum, int segment) {
      return values[sum.ordinal()][segment];
    }
  }
}
