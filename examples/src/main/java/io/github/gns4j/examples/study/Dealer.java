package io.github.gns4j.examples.study;

import io.github.gns4j.dl4j.TrainingData;
import java.util.Optional;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Deals out samples in batches, epoch after epoch, as the trainer has them. */
final class Dealer {
  private final TrainingData data;

  Dealer(DataSet samples, long seed) {
    data = TrainingData.shuffled(samples, seed);
  }

  /** Returns the next batch, of fewer samples where an epoch ends. */
  DataSet next(int samples) {
    Optional<MultiDataSet> part = data.next(samples);
    if (part.isEmpty()) {
      data.nextEpoch();
      part = data.next(samples);
    }
    MultiDataSet batch = part.orElseThrow();
    return new DataSet(batch.getFeatures(0), batch.getLabels(0));
  }
}
