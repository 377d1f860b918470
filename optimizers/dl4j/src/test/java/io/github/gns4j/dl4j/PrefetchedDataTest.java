package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.AsyncDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * DL4J's prefetching iterator keeps its arrays in a workspace that is used over and over: batches
 * that are joined to a larger one must have been copied by then.
 */
class PrefetchedDataTest {
  private static final int SAMPLES = 60;

  /** Together beyond the 10 MB at which the workspace begins anew. */
  private static final int FEATURES = 100_000;

  @Test
  void batchesThatAreJoinedKeepTheirNumbers() {
    List<DataSet> samples = new ArrayList<>();
    for (int i = 0; i < SAMPLES; i++) {
      samples.add(
          new DataSet(
              Nd4j.valueArrayOf(new long[] {1, FEATURES}, i, DataType.FLOAT),
              Nd4j.valueArrayOf(new long[] {1, 1}, -i, DataType.FLOAT)));
    }
    AsyncDataSetIterator prefetching =
        new AsyncDataSetIterator(new ListDataSetIterator<>(samples, 2), 2);
    assertThat(prefetching.hasNext()).isTrue();
    assertThat(prefetching.next().getFeatures().isAttached()).isTrue();
    MultiDataSet joined = TrainingData.of(prefetching).next(SAMPLES).orElseThrow();
    prefetching.shutdown();
    INDArray features = joined.getFeatures(0);
    assertThat(features.shape()).containsExactly(SAMPLES, FEATURES);
    for (int i = 0; i < SAMPLES; i++) {
      assertThat(features.getDouble(i, 0)).isEqualTo(i);
      assertThat(features.getDouble(i, FEATURES - 1)).isEqualTo(i);
      assertThat(joined.getLabels(0).getDouble(i, 0)).isEqualTo(-i);
    }
  }
}
