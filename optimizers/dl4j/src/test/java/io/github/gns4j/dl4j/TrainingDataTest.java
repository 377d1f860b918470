package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class TrainingDataTest {
  /** Sample i has the features i, 10i and the label -i. */
  private static DataSet numbered(int samples) {
    INDArray features = Nd4j.create(DataType.DOUBLE, samples, 2);
    INDArray labels = Nd4j.create(DataType.DOUBLE, samples, 1);
    for (int i = 0; i < samples; i++) {
      features.putScalar(i, 0, i).putScalar(i, 1, 10 * i);
      labels.putScalar(i, 0, -i);
    }
    return new DataSet(features, labels);
  }

  private static List<Integer> epoch(TrainingData data, List<Integer> portions) {
    List<Integer> seen = new ArrayList<>();
    for (int i = 0; ; i++) {
      Optional<MultiDataSet> part = data.next(portions.get(i % portions.size()));
      if (part.isEmpty()) {
        return seen;
      }
      INDArray features = part.get().getFeatures(0);
      INDArray labels = part.get().getLabels(0);
      for (int row = 0; row < features.size(0); row++) {
        int number = (int) features.getDouble(row, 0);
        assertThat(features.getDouble(row, 1)).isEqualTo(10 * number);
        assertThat(labels.getDouble(row, 0)).isEqualTo(-number);
        seen.add(number);
      }
    }
  }

  /** Whatever the portions, every sample comes once an epoch, with its own label. */
  @Property(tries = 60, seed = "20261123")
  void everySampleOnceAnEpoch(
      @ForAll @IntRange(min = 1, max = 40) int samples,
      @ForAll @Size(min = 1, max = 5) List<@IntRange(min = 1, max = 15) Integer> portions,
      @ForAll long seed) {
    DataSet set = numbered(samples);
    List<TrainingData> kinds =
        List.of(
            TrainingData.inOrder(set),
            TrainingData.shuffled(set, seed),
            TrainingData.of(new ListDataSetIterator<>(set.asList(), 7)),
            TrainingData.of(
                new MultiDataSetIteratorAdapter(new ListDataSetIterator<>(set.asList(), 7))));
    for (TrainingData data : kinds) {
      List<Integer> first = epoch(data, portions);
      data.nextEpoch();
      List<Integer> second = epoch(data, portions);
      assertThat(first).hasSize(samples).doesNotHaveDuplicates();
      assertThat(second).hasSize(samples).doesNotHaveDuplicates();
    }
    assertThat(epoch(TrainingData.shuffled(set, seed), portions))
        .isEqualTo(epoch(TrainingData.shuffled(set, seed), List.of(1)));
  }

  @Property(tries = 30, seed = "20261123")
  void restoredDataGoOnWhereTheyStood(
      @ForAll @IntRange(min = 2, max = 30) int samples, @ForAll @IntRange(max = 29) int used)
      throws IOException {
    DataSet set = numbered(samples);
    for (boolean iterator : new boolean[] {false, true}) {
      TrainingData first = make(set, iterator);
      first.nextEpoch();
      if (used > 0) {
        first.next(used);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      first.save(new DataOutputStream(bytes));
      TrainingData second = make(set, iterator);
      second.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      assertThat(epoch(second, List.of(3))).isEqualTo(epoch(first, List.of(4)));
    }
  }

  private static TrainingData make(DataSet set, boolean iterator) {
    return iterator
        ? TrainingData.of(new ListDataSetIterator<>(set.asList(), 7))
        : TrainingData.shuffled(set, 1);
  }

  /** An epoch's order is uniform: over 20,000 orders of 3 samples each of 6 comes equally often. */
  @Test
  void shuffleIsUniform() {
    int[] counts = new int[27];
    int orders = 20_000;
    for (int seed = 0; seed < orders / 2; seed++) {
      for (long epoch = 0; epoch < 2; epoch++) {
        int[] rows = new InMemoryData.Shuffle(seed).rows(3, epoch);
        counts[9 * rows[0] + 3 * rows[1] + rows[2]]++;
      }
    }
    double expected = orders / 6.0;
    double chiSquared = 0;
    for (int[] order :
        new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
      double off = counts[9 * order[0] + 3 * order[1] + order[2]] - expected;
      chiSquared += off * off / expected;
    }
    // 5 degrees of freedom: above 25.7 with probability 1e-4; the seeds are fixed
    assertThat(chiSquared).isLessThan(25.7);
  }

  @Test
  void masksComeAlong() {
    DataSet sequences = Networks.sequences(DataType.FLOAT, 6, 5, 1);
    MultiDataSet part = TrainingData.inOrder(sequences).next(4).orElseThrow();
    assertThat(part.getFeatures(0).shape()).containsExactly(4, Networks.INPUTS, 5);
    assertThat(part.getFeaturesMaskArray(0).toFloatMatrix()[3])
        .isEqualTo(sequences.getFeaturesMaskArray().toFloatMatrix()[3]);
    assertThat(part.getLabelsMaskArray(0).shape()).containsExactly(4, 5);
  }

  @Test
  void badDataAreNamed() {
    DataSet uneven = numbered(5);
    uneven.setLabels(Nd4j.create(DataType.DOUBLE, 4, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingData.inOrder(uneven))
        .withMessageContaining("labels 0 has shape [4, 1], allowed: 5 samples");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingData.inOrder(new DataSet(Nd4j.empty(), Nd4j.empty())))
        .withMessageContaining("data has 0 samples");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingData.inOrder(numbered(3)).next(0))
        .withMessageContaining("samples is 0");
  }
}
