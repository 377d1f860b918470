package io.github.gns4j;

import io.github.gns4j.gradient.GradientAccumulator;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.state.ArrayStream;
import io.github.gns4j.state.Checkpoint;
import io.github.gns4j.state.CheckpointException;
import io.github.gns4j.state.Stateful;
import io.github.gns4j.step.StepRule;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * The saved form of an optimizer: length and bytes of a {@link Checkpoint} with the scalars, then
 * the state arrays as {@link ArrayStream} writes them, then the gradients of the step that is being
 * gathered, then the CRC-32C of all that. Restoring reads and checks everything before it changes
 * anything.
 */
final class OptimizerState {
  private final Kernels kernels;
  private final String fingerprint;
  private final Scalars scalars;
  private final PartialStep partial;
  private final List<FlatArray> arrays;

  OptimizerState(
      Kernels kernels,
      Segments segments,
      StepRule rule,
      List<Stateful> parts,
      StepProbe probe,
      GradientAccumulator gradients) {
    this.kernels = kernels;
    this.arrays = Stream.concat(rule.state().stream(), probe.state().stream()).toList();
    this.partial = new PartialStep(kernels, segments, gradients);
    this.scalars = new Scalars(rule, List.copyOf(parts));
    this.fingerprint =
        rule.name()
            + " of "
            + segments.length()
            + " "
            + gradients.mean().type()
            + " in "
            + segments.count()
            + " segments #"
            + Integer.toHexString(checksum(segments))
            + (probe.isOn() ? " with a probe of the step length" : "");
  }

  /** The same in every process, as the hash code of an enum is not. */
  private static int checksum(Segments segments) {
    CRC32C crc = new CRC32C();
    for (Segment s : segments.list()) {
      String text = s.name() + ' ' + s.offset() + ' ' + s.length() + ' ' + s.kind().name() + '\n';
      crc.update(text.getBytes(StandardCharsets.UTF_8));
    }
    return (int) crc.getValue();
  }

  void save(OutputStream out) throws IOException {
    byte[] bytes = Checkpoint.toBytes(fingerprint, scalars);
    CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32C());
    DataOutputStream data = new DataOutputStream(checked);
    data.writeInt(bytes.length);
    data.write(bytes);
    for (FlatArray array : arrays) {
      ArrayStream.write(kernels, array, data);
    }
    partial.save(data);
    data.writeInt((int) checked.getChecksum().getValue());
    data.flush();
  }

  void restore(InputStream in) throws IOException {
    try {
      restoreFrom(new CheckedInputStream(in, new CRC32C()));
    } catch (EOFException end) {
      throw new CheckpointException("the saved optimizer is cut off", end);
    }
  }

  private void restoreFrom(CheckedInputStream checked) throws IOException {
    DataInputStream data = new DataInputStream(checked);
    byte[] bytes = ArrayStream.readBytes(data, ArrayStream.readLength(data));
    List<HostArray> read = new ArrayList<>();
    // A foreign checkpoint is told by its fingerprint, before its arrays are taken for ours.
    Checkpoint.verify(bytes, fingerprint);
    for (FlatArray target : arrays) {
      read.add(ArrayStream.read(target.type(), target.length(), data));
    }
    PartialStep.Saved step = partial.read(data);
    int checksum = (int) checked.getChecksum().getValue();
    if (data.readInt() != checksum) {
      throw new CheckpointException("the saved optimizer is damaged: the checksum does not match");
    }
    Checkpoint.fromBytes(bytes, fingerprint, scalars);
    for (int i = 0; i < arrays.size(); i++) {
      kernels.copy(read.get(i), arrays.get(i));
    }
    partial.resume(step);
  }

  /** Everything but the arrays. */
  private record Scalars(StepRule rule, List<Stateful> parts) implements Stateful {
    @Override
    public void save(DataOutput out) throws IOException {
      rule.save(out);
      for (Stateful part : parts) {
        part.save(out);
      }
    }

    @Override
    public void restore(DataInput in) throws IOException {
      rule.restore(in);
      for (Stateful part : parts) {
        part.restore(in);
      }
    }
  }
}
