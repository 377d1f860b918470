package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.InvocationType;
import org.deeplearning4j.optimize.listeners.EvaluativeListener;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** {@link SwapTest} for ComputationGraph. */
class SwapGraphTest {
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updatersAndTypes")
  void layersAndBiasesWithUpdatersOfTheirOwn(NoiseAwareUpdater updater, DataType type)
      throws IOException {
    ComputationGraph whole = Graphs.mixed(updater, type);
    ComputationGraph half = Graphs.mixed(updater, type);
    Attachment.attach(whole);
    Attachment.attach(half);
    double[] start = Training.parameters(whole);
    Training.fit(whole, 0, 10);
    Training.fit(half, 0, 4);
    Model resumed = Training.saveAndLoad(half);
    Attachment.attach(resumed);
    Training.fit(resumed, 4, 10);
    double[] end = Training.parameters(whole);
    assertThat(Training.parameters(resumed)).isEqualTo(end);
    assertThat(NetworkNoise.of(whole).steps()).isEqualTo(10);
    for (var segment : NetworkLayout.of(whole).segments().list()) {
      int begin = (int) segment.offset();
      int stop = begin + (int) segment.length();
      assertThat(Arrays.copyOfRange(end, begin, stop))
          .as(segment.name())
          .isNotEqualTo(Arrays.copyOfRange(start, begin, stop));
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void configurationsSurviveJsonAndYaml(NoiseAwareUpdater updater) {
    ComputationGraphConfiguration graph = Graphs.mixed(updater, DataType.FLOAT).getConfiguration();
    assertThat(ComputationGraphConfiguration.fromJson(graph.toJson())).isEqualTo(graph);
    assertThat(ComputationGraphConfiguration.fromYaml(graph.toYaml())).isEqualTo(graph);
  }

  /** A step for each window; what a mask hides changes nothing. */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updatersAndTypes")
  void truncatedBackpropagationAndMasks(NoiseAwareUpdater updater, DataType type) {
    ComputationGraph net = Graphs.truncated(Networks.base(type, updater), 4);
    ComputationGraph other = Graphs.truncated(Networks.base(type, updater), 4);
    Attachment.attach(net);
    Attachment.attach(other);
    MultiDataSet data = Graphs.maskedSequences(type, 6, 12, 3);
    MultiDataSet hidden = data.copy();
    INDArray unseen = hidden.getFeaturesMaskArray(0).rsub(1);
    for (int j = 0; j < Networks.INPUTS; j++) {
      hidden
          .getFeatures(0)
          .get(NDArrayIndex.all(), NDArrayIndex.point(j), NDArrayIndex.all())
          .addi(unseen.mul(7));
    }
    for (int i = 0; i < 4; i++) {
      net.fit(data);
      other.fit(hidden);
    }
    assertThat(hidden.getFeatures(0)).isNotEqualTo(data.getFeatures(0));
    assertThat(NetworkNoise.of(net).steps()).isEqualTo(4 * 3);
    assertThat(NetworkNoise.of(net).samples()).isEqualTo(4 * 3 * 6);
    double[] x = Training.parameters(net);
    assertThat(x).isEqualTo(Training.parameters(other)).doesNotContain(Double.NaN);
  }

  private static ListDataSetIterator<org.nd4j.linalg.dataset.DataSet> points(
      int samples, int batch, long seed) {
    return new ListDataSetIterator<>(
        Networks.clusters(DataType.FLOAT, samples, seed).asList(), batch);
  }

  private static ComputationGraph oneInput(NoiseAwareUpdater updater) {
    return Networks.dense(DataType.FLOAT, updater).toComputationGraph();
  }

  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void earlyStoppingKeepsTheBestModel(NoiseAwareUpdater updater) {
    ComputationGraph net = oneInput(updater);
    Attachment.attach(net);
    EarlyStoppingResult<ComputationGraph> result =
        new EarlyStoppingGraphTrainer(
                new EarlyStoppingConfiguration.Builder<ComputationGraph>()
                    .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
                    .scoreCalculator(new DataSetLossCalculator(points(16, 16, 2), true))
                    .modelSaver(new InMemoryModelSaver<>())
                    .build(),
                net,
                points(40, 8, 1))
            .fit();
    assertThat(result.getTotalEpochs()).isEqualTo(3);
    ComputationGraph best = result.getBestModel();
    Attachment.attach(best);
    long before = NetworkNoise.of(best).steps();
    assertThat(before).isGreaterThanOrEqualTo(5);
    best.fit(Networks.clusters(DataType.FLOAT, 8, 0));
    assertThat(NetworkNoise.of(best).steps()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void evaluationListenersRunBetweenSteps(NoiseAwareUpdater updater) {
    ComputationGraph net = oneInput(updater);
    ComputationGraph alone = oneInput(updater);
    Attachment.attach(net);
    Attachment.attach(alone);
    EvaluativeListener listener =
        new EvaluativeListener(points(24, 24, 2), 2, InvocationType.ITERATION_END);
    net.addListeners(listener);
    net.fit(points(40, 8, 1), 2);
    alone.fit(points(40, 8, 1), 2);
    assertThat(listener.getEvaluations()).isNotNull();
    assertThat(Training.parameters(net)).isEqualTo(Training.parameters(alone));
    assertThat(NetworkNoise.of(net).samples()).isEqualTo(2 * 40);
  }

  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void learningRatesChangeWithoutLosingState(NoiseAwareUpdater updater) {
    for (Rates rates : List.<Rates>of(ComputationGraph::setLearningRate, LearningRates::set)) {
      ComputationGraph net = Networks.graph(Networks.base(DataType.FLOAT, updater.clone()));
      Attachment.attach(net);
      Training.fit(net, 0, 4);
      double[] state = Training.state(net).toDoubleVector();
      rates.set(net, 5e-3);
      assertThat(Training.state(net).toDoubleVector()).isEqualTo(state);
      Training.fit(net, 4, 5);
      assertThat(NetworkNoise.of(net).steps()).isEqualTo(5);
      assertThat(NetworkNoise.of(net).learningRate()).isEqualTo(5e-3);
      assertThat(net.getLearningRate("out")).isEqualTo(5e-3);
    }
  }

  private interface Rates {
    void set(ComputationGraph net, double rate);
  }
}
