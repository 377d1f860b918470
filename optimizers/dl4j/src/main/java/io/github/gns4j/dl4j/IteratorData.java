package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/** The samples of an iterator, cut and joined to the portions asked for. */
final class IteratorData implements TrainingData {
  private final Source source;
  private final Deque<MultiDataSet> waiting = new ArrayDeque<>();
  private long used;

  IteratorData(Source source) {
    this.source = source;
    source.reset().run();
  }

  /** The three things needed of both kinds of iterators. */
  record Source(BooleanSupplier hasNext, Supplier<MultiDataSet> next, Runnable reset) {}

  static Source source(DataSetIterator iterator) {
    requireReset(iterator.resetSupported());
    return new Source(iterator::hasNext, () -> iterator.next().toMultiDataSet(), iterator::reset);
  }

  static Source source(MultiDataSetIterator iterator) {
    requireReset(iterator.resetSupported());
    return new Source(iterator::hasNext, iterator::next, iterator::reset);
  }

  private static void requireReset(boolean supported) {
    if (!supported) {
      throw new IllegalArgumentException(
          "the iterator cannot be reset, allowed: iterators that start anew each epoch");
    }
  }

  @Override
  public Optional<MultiDataSet> next(int samples) {
    Arguments.atLeast("samples", samples, 1);
    List<MultiDataSet> parts = new ArrayList<>();
    int missing = samples;
    while (missing > 0 && fill()) {
      MultiDataSet part = waiting.pop();
      int count = Rows.count(part);
      if (count > missing) {
        waiting.push(Rows.range(part, missing, count));
        part = Rows.range(part, 0, missing);
        count = missing;
      }
      parts.add(part);
      missing -= count;
    }
    used += samples - missing;
    return parts.isEmpty() ? Optional.empty() : Optional.of(joined(parts));
  }

  /** Iterators that prefetch keep their arrays in a workspace, which later ones overwrite. */
  private boolean fill() {
    if (waiting.isEmpty() && source.hasNext().getAsBoolean()) {
      waiting.add(Rows.detached(source.next().get()));
    }
    return !waiting.isEmpty();
  }

  /** Sequences of different lengths are padded and masked, as DL4J merges them. */
  private static MultiDataSet joined(List<MultiDataSet> parts) {
    return parts.size() == 1 ? parts.getFirst() : org.nd4j.linalg.dataset.MultiDataSet.merge(parts);
  }

  @Override
  public void nextEpoch() {
    waiting.clear();
    used = 0;
    source.reset().run();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(used);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    long skip = in.readLong();
    nextEpoch();
    while (used < skip) {
      if (!fill()) {
        throw new IOException("saved after " + skip + " samples, the iterator gives " + used);
      }
      skip(skip - used);
    }
  }

  /** Leaves out the next samples of what waits, at most {@code most}. */
  private void skip(long most) {
    MultiDataSet part = waiting.pop();
    int count = Rows.count(part);
    if (count > most) {
      waiting.push(Rows.range(part, (int) most, count));
      count = (int) most;
    }
    used += count;
  }
}
