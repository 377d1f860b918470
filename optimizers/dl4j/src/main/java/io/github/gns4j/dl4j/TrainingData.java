package io.github.gns4j.dl4j;

import io.github.gns4j.state.Stateful;
import java.util.Optional;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Samples in any portions, epoch by epoch. Its state is where it stands: restored, it gives the
 * samples that would have come next. Not thread-safe.
 */
public interface TrainingData extends Stateful {
  /**
   * Returns the next samples of the epoch: as many as asked for, fewer where the epoch ends, empty
   * where it has ended.
   *
   * @param samples at least 1
   */
  Optional<MultiDataSet> next(int samples);

  /** Begins the next epoch, wherever this one stands. */
  void nextEpoch();

  /**
   * Returns the samples of arrays in memory, in a new order each epoch.
   *
   * @param seed of the orders: the same seed gives the same orders
   * @throws IllegalArgumentException if there are no samples, or arrays differ in their number
   */
  static TrainingData shuffled(DataSet data, long seed) {
    return new InMemoryData(data.toMultiDataSet(), new InMemoryData.Shuffle(seed));
  }

  /** Returns the samples of arrays in memory, in a new order each epoch. */
  static TrainingData shuffled(MultiDataSet data, long seed) {
    return new InMemoryData(data, new InMemoryData.Shuffle(seed));
  }

  /** Returns the samples of arrays in memory in their order. */
  static TrainingData inOrder(DataSet data) {
    return new InMemoryData(data.toMultiDataSet(), InMemoryData.Order.AS_GIVEN);
  }

  /** Returns the samples of arrays in memory in their order. */
  static TrainingData inOrder(MultiDataSet data) {
    return new InMemoryData(data, InMemoryData.Order.AS_GIVEN);
  }

  /**
   * Returns the samples of an iterator in portions of our own; its batch size does not matter. Each
   * epoch resets it. Restoring the state resets it and skips what was used, which is right for an
   * iterator that gives the same samples after each reset.
   *
   * @throws IllegalArgumentException if the iterator cannot be reset
   */
  static TrainingData of(DataSetIterator iterator) {
    return new IteratorData(IteratorData.source(iterator));
  }

  /** Returns the samples of an iterator in portions of our own. */
  static TrainingData of(MultiDataSetIterator iterator) {
    return new IteratorData(IteratorData.source(iterator));
  }
}
