package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** What one does to a graph of SameDiff beside fitting batch after batch. */
class SameDiffUseTest {

  private static SameDiff attached(NoiseAwareUpdater updater) {
    SameDiff graph = SameDiffs.graph(DataType.DOUBLE, updater);
    Attachment.attach(graph);
    return graph;
  }

  /** Epochs of an iterator, validation between them; the short batch counts as what it is. */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void epochsOfAnIteratorAndValidation(NoiseAwareUpdater updater) {
    List<DataSet> points = Networks.clusters(DataType.DOUBLE, 28, 1).asList();
    SameDiff validated = attached(updater);
    SameDiff alone = attached(updater);
    validated.fit(
        new ListDataSetIterator<>(points, 8), 3, new ListDataSetIterator<>(points, 28), 1);
    alone.fit(new ListDataSetIterator<>(points, 8), 3);
    assertThat(NetworkNoise.of(validated).steps()).isEqualTo(3 * 4);
    assertThat(NetworkNoise.of(validated).samples()).isEqualTo(3 * 28);
    assertThat(SameDiffs.parameters(validated)).isEqualTo(SameDiffs.parameters(alone));
  }

  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void ratesChangeBetweenSteps(NoiseAwareUpdater updater) {
    SameDiff graph = attached(updater);
    SameDiffs.fit(graph, 0, 4);
    graph.getTrainingConfig().getUpdater().setLrAndSchedule(0, null);
    double[] before = SameDiffs.parameters(graph);
    SameDiffs.fit(graph, 4, 5);
    assertThat(SameDiffs.parameters(graph)).isEqualTo(before);
    assertThat(NetworkNoise.of(graph).steps()).isEqualTo(5);
  }

  /**
   * Whichever variable is frozen, also the one that holds the scalars of all: it stays, the others
   * go on, and what is known survives save and load.
   */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void frozenVariablesStay(NoiseAwareUpdater updater) throws IOException {
    for (String frozen : SameDiffs.VARIABLES) {
      SameDiff graph = attached(updater);
      SameDiffs.fit(graph, 0, 4);
      INDArray before = graph.getVariable(frozen).getArr().dup();
      graph.getVariable(frozen).convertToConstant();
      assertThat(NetworkNoise.of(graph).steps()).isEqualTo(4);
      SameDiffs.fit(graph, 4, 6);
      assertThat(graph.getVariable(frozen).getArr()).isEqualTo(before);
      assertThat(NetworkNoise.of(graph).steps()).as(frozen).isEqualTo(6);
      SameDiff resumed = SameDiffs.saveAndLoad(graph);
      Attachment.attach(resumed);
      SameDiffs.fit(graph, 6, 12);
      SameDiffs.fit(resumed, 6, 12);
      assertThat(SameDiffs.parameters(resumed)).isEqualTo(SameDiffs.parameters(graph));
      assertThat(NetworkNoise.of(resumed).steps()).as(frozen).isEqualTo(12);
      assertThat(NetworkNoise.of(resumed).estimate()).isEqualTo(NetworkNoise.of(graph).estimate());
    }
  }

  /** A variable that was frozen and is trained again begins with empty moments. */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void frozenVariablesAreTrainedAgain(NoiseAwareUpdater updater) throws IOException {
    for (String frozen : SameDiffs.VARIABLES) {
      SameDiff graph = attached(updater);
      SameDiffs.fit(graph, 0, 4);
      graph.getVariable(frozen).convertToConstant();
      SameDiffs.fit(graph, 4, 6);
      graph.getVariable(frozen).convertToVariable();
      INDArray before = graph.getVariable(frozen).getArr().dup();
      SameDiffs.fit(graph, 6, 8);
      assertThat(graph.getVariable(frozen).getArr()).isNotEqualTo(before);
      assertThat(NetworkNoise.of(graph).steps()).as(frozen).isEqualTo(8);
      SameDiff resumed = SameDiffs.saveAndLoad(graph);
      Attachment.attach(resumed);
      SameDiffs.fit(graph, 8, 12);
      SameDiffs.fit(resumed, 8, 12);
      assertThat(SameDiffs.parameters(resumed)).isEqualTo(SameDiffs.parameters(graph));
      assertThat(NetworkNoise.of(resumed).steps()).as(frozen).isEqualTo(12);
      assertThat(NetworkNoise.of(resumed).estimate()).isEqualTo(NetworkNoise.of(graph).estimate());
    }
  }

  @Test
  void otherListenersAreTold() {
    SameDiff graph = attached(new NoiseAwareLamb());
    int[] told = {0};
    graph.addListeners(
        new org.nd4j.autodiff.listeners.BaseListener() {
          @Override
          public boolean isActive(org.nd4j.autodiff.listeners.Operation operation) {
            return true;
          }

          @Override
          public void iterationDone(
              SameDiff sameDiff,
              org.nd4j.autodiff.listeners.At at,
              org.nd4j.linalg.dataset.api.MultiDataSet data,
              org.nd4j.autodiff.listeners.Loss loss) {
            told[0]++;
          }
        });
    SameDiffs.fit(graph, 0, 3);
    assertThat(told[0]).isEqualTo(3);
  }
}
