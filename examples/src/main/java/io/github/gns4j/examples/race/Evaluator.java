package io.github.gns4j.examples.race;

import io.github.gns4j.examples.data.Digits;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** Measures the share of test images that a network classifies rightly. */
public final class Evaluator {
  /** Images at once: enough to keep the processor busy, little enough for its cache. */
  private static final int BATCH = 500;

  private final List<DataSet> batches = new ArrayList<>();
  private final int size;

  /** Prepares the test images. */
  public Evaluator(Digits test) {
    size = test.size();
    int[] order = IntStream.range(0, size).toArray();
    for (int from = 0; from < size; from += BATCH) {
      batches.add(Tensors.dataSet(test, order, from, Math.min(BATCH, size - from)));
    }
  }

  /** Returns the accuracy of {@code network} as it is, in [0, 1]. */
  public double accuracy(MultiLayerNetwork network) {
    int right = 0;
    for (DataSet batch : batches) {
      right += Tensors.right(network, batch);
    }
    return (double) right / size;
  }
}
