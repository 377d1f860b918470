package io.github.gns4j.dl4j;

import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.WeightAverage;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.state.ArrayStream;
import io.github.gns4j.state.Checkpoint;
import io.github.gns4j.state.Stateful;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * The saved form of a trainer: length and bytes of a {@link Checkpoint} with counters, the place in
 * the step and in the data, and the seed; the parameters as {@link ArrayStream} writes them; their
 * average, if one is kept; the optimizer. Everything is read and checked before anything changes.
 */
final class TrainerState {
  /** Most bytes that data may save: a place, not the data. */
  private static final int MAX_DATA_BYTES = 1 << 12;

  private final NetworkAdapter network;
  private final MasterParameters master;
  private final NoiseAwareOptimizer optimizer;
  private final TrainingLoop loop;

  TrainerState(NetworkAdapter network, MasterParameters master, TrainingLoop loop) {
    this.network = network;
    this.master = master;
    this.optimizer = loop.optimizer();
    this.loop = loop;
  }

  void save(OutputStream out) throws IOException {
    requireIdle("save");
    Place place = new Place();
    place.read(network, loop);
    byte[] bytes = Checkpoint.toBytes(fingerprint(), place);
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(bytes.length);
    data.write(bytes);
    ArrayStream.write(Kernels.select(Placement.HOST), master.array(), data);
    loop.average().save(data);
    optimizer.save(data);
    data.flush();
  }

  void restore(InputStream in) throws IOException {
    requireIdle("restore");
    DataInputStream data = new DataInputStream(in);
    byte[] bytes = ArrayStream.readBytes(data, ArrayStream.readLength(data));
    Place place = new Place();
    Checkpoint.fromBytes(bytes, fingerprint(), place);
    HostArray parameters = master.array();
    HostArray read = ArrayStream.read(parameters.type(), parameters.length(), data);
    WeightAverage average = loop.average().read(data);
    optimizer.restore(data);
    loop.average().resume(average);
    parameters.segment().copyFrom(read.segment());
    master.toNetwork();
    network.setCounters(place.iteration, place.epoch);
    loop.step().resume(place.gathered, place.seed);
    loop.resume(place.inEpoch, place.hasData ? place.data : null);
  }

  private String fingerprint() {
    return "training of " + master.describe() + loop.average().describe();
  }

  private void requireIdle(String what) {
    loop.requireOpen(what);
    loop.step().requireIdle(what);
    loop.average().requireNotLent(what);
  }

  static void restore(TrainingData data, byte[] saved) {
    try {
      data.restore(new DataInputStream(new ByteArrayInputStream(saved)));
    } catch (IOException refused) {
      throw new IllegalArgumentException(
          "the data are not those that were saved: " + refused.getMessage(), refused);
    }
  }

  /** Returns where data stand. */
  static byte[] bytes(TrainingData data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      data.save(new DataOutputStream(bytes));
    } catch (IOException refused) {
      throw new UncheckedIOException("the place in the data cannot be saved", refused);
    }
    if (bytes.size() > MAX_DATA_BYTES) {
      throw new IllegalStateException(
          "data saved " + bytes.size() + " bytes, allowed: " + MAX_DATA_BYTES);
    }
    return bytes.toByteArray();
  }

  /** Where training stands; always as many bytes. */
  private static final class Place implements Stateful {
    private int iteration;
    private int epoch;
    private boolean inEpoch;
    private StepLoop.Gathered gathered = StepLoop.Gathered.NOTHING;
    private long seed;
    private boolean hasData;
    private byte[] data = new byte[0];

    void read(NetworkAdapter network, TrainingLoop loop) {
      iteration = network.iteration();
      epoch = network.epoch();
      inEpoch = loop.isInEpoch();
      gathered = loop.step().gathered();
      seed = loop.step().seed();
      byte[] stand = loop.dataPlace();
      hasData = stand != null;
      data = hasData ? stand : new byte[0];
    }

    @Override
    public void save(DataOutput out) throws IOException {
      out.writeInt(iteration);
      out.writeInt(epoch);
      out.writeBoolean(inEpoch);
      out.writeInt(gathered.microBatches());
      out.writeLong(gathered.samples());
      out.writeDouble(gathered.loss());
      out.writeLong(seed);
      out.writeBoolean(hasData);
      out.writeInt(data.length);
      out.write(data);
      out.write(new byte[MAX_DATA_BYTES - data.length]);
    }

    @Override
    public void restore(DataInput in) throws IOException {
      iteration = in.readInt();
      epoch = in.readInt();
      inEpoch = in.readBoolean();
      gathered = new StepLoop.Gathered(in.readInt(), in.readLong(), in.readDouble());
      seed = in.readLong();
      hasData = in.readBoolean();
      int length = in.readInt();
      if (length < 0 || length > MAX_DATA_BYTES) {
        throw new IOException("place in the data of " + length + " bytes");
      }
      data = new byte[length];
      in.readFully(data);
      in.skipBytes(MAX_DATA_BYTES - length);
    }
  }
}
