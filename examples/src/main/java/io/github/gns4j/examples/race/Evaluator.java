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
  private static final int BATCH = 300;

  private final List<DataSet> batches = new ArrayList<>();

  /** Prepares the test images. */
  public Evaluator(Digits test) {
    int size = test.size();
    int[] order = IntStream.range(0, size).toArray();
    for (int from = 0; from < size; from += BATCH) {
      batches.add(Tensors.dataSet(test, order, from, Math.min(BATCH, size - from)));
    }
  }

  /** Returns the accuracy of {@code network} as it is, in [0, 1]. */
  public double accuracy(MultiLayerNetwork network) {
    return accuracy(network, 0);
  }

  /**
   * Returns the accuracy of {@code network} as it is, in [0, 1], over all images; over the first
   * few hundred alone if it is less than {@code worthwhile} there, which saves time far from a
   * target.
   */
  public double accuracy(MultiLayerNetwork network, double worthwhile) {
    int right = 0;
    int seen = 0;
    for (DataSet batch : batches) {
      right += Tensors.right(network, batch);
      seen += batch.numExamples();
      if (right < worthwhile * seen) {
        break;
      }
    }
    return (double) right / seen;
  }
}
