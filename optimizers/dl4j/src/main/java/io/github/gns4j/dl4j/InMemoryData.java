package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Arrays in memory; the order of an epoch is a function of seed and epoch. */
final class InMemoryData implements TrainingData {
  private final MultiDataSet data;
  private final Order order;
  private final int samples;
  private long epoch;
  private int used;
  private int[] rows;

  InMemoryData(MultiDataSet data, Order order) {
    this.samples = Rows.count(data);
    this.data = Rows.contiguous(data);
    this.order = order;
    this.rows = order.rows(samples, epoch);
  }

  /** In which order the samples of an epoch come. */
  interface Order {
    /** The order that they have in the arrays. */
    Order AS_GIVEN = new AsGiven();

    int[] rows(int samples, long epoch);
  }

  /** Always the same. */
  private record AsGiven() implements Order {
    @Override
    public int[] rows(int samples, long epoch) {
      return IntStream.range(0, samples).toArray();
    }
  }

  /** A uniformly random order (Fisher &amp; Yates), another one each epoch. */
  record Shuffle(long seed) implements Order {
    /** Odd number next to 2^64 over the golden ratio: keeps seeds of epochs and steps apart. */
    static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    @Override
    public int[] rows(int samples, long epoch) {
      SplittableRandom random = new SplittableRandom(seed ^ (epoch * SEED_STEP));
      int[] rows = IntStream.range(0, samples).toArray();
      for (int i = samples - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int row = rows[i];
        rows[i] = rows[j];
        rows[j] = row;
      }
      return rows;
    }
  }

  @Override
  public Optional<MultiDataSet> next(int count) {
    Arguments.atLeast("samples", count, 1);
    int end = (int) Math.min(samples, (long) used + count);
    if (used == end) {
      return Optional.empty();
    }
    MultiDataSet part = Rows.take(data, Arrays.copyOfRange(rows, used, end));
    used = end;
    return Optional.of(part);
  }

  @Override
  public void nextEpoch() {
    epoch++;
    used = 0;
    rows = order.rows(samples, epoch);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(samples);
    out.writeUTF(order.toString());
    out.writeLong(epoch);
    out.writeInt(used);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    int savedSamples = in.readInt();
    String savedOrder = in.readUTF();
    long savedEpoch = in.readLong();
    int savedUsed = in.readInt();
    if (savedSamples != samples) {
      throw new IOException("saved with " + savedSamples + " samples, these are " + samples);
    }
    if (!savedOrder.equals(order.toString())) {
      throw new IOException("saved in the order " + savedOrder + ", these are in " + order);
    }
    epoch = savedEpoch;
    used = savedUsed;
    rows = order.rows(samples, epoch);
  }
}
