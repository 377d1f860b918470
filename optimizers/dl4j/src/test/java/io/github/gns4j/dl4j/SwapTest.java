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
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.optimize.api.InvocationType;
import org.deeplearning4j.optimize.listeners.EvaluativeListener;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Everything a built-in updater does in a network, ours do. */
class SwapTest {
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updatersAndTypes")
  void layersAndBiasesWithUpdatersOfTheirOwn(NoiseAwareUpdater updater, DataType type)
      throws IOException {
    MultiLayerNetwork whole = Swaps.mixed(updater, type);
    MultiLayerNetwork half = Swaps.mixed(updater, type);
    double[] start = Training.parameters(whole);
    Training.fit(whole, 0, 10);
    Training.fit(half, 0, 4);
    Model resumed = Training.saveAndLoad(half);
    Attachment.attach(resumed);
    Training.fit(resumed, 4, 10);
    double[] end = Training.parameters(whole);
    assertThat(Training.parameters(resumed)).isEqualTo(end);
    for (var segment : NetworkLayout.of(whole).segments().list()) {
      assertThat(part(end, segment.offset(), segment.length()))
          .as(segment.name())
          .isNotEqualTo(part(start, segment.offset(), segment.length()));
    }
  }

  private static double[] part(double[] all, long offset, long length) {
    return Arrays.copyOfRange(all, (int) offset, (int) (offset + length));
  }

  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updatersAndTypes")
  void frozenLayersStayThroughTransferLearning(NoiseAwareUpdater updater, DataType type) {
    MultiLayerNetwork old = Networks.batchNorm(Networks.plain(type));
    MultiLayerNetwork net =
        new TransferLearning.Builder(old)
            .fineTuneConfiguration(new FineTuneConfiguration.Builder().updater(updater).build())
            .setFeatureExtractor(0)
            .build();
    Attachment.attach(net);
    INDArray frozen = net.getLayer(0).params().dup();
    double[] before = Training.parameters(net);
    Training.fit(net, 0, 5);
    assertThat(net.getLayer(0).params()).isEqualTo(frozen);
    assertThat(Training.parameters(net)).isNotEqualTo(before);
    assertThat(NetworkNoise.of(net).steps()).isEqualTo(5);

    ComputationGraph graph =
        new TransferLearning.GraphBuilder(Networks.graph(Networks.plain(type)))
            .fineTuneConfiguration(new FineTuneConfiguration.Builder().updater(updater).build())
            .setFeatureExtractor("a")
            .build();
    Attachment.attach(graph);
    INDArray frozenVertex = graph.getLayer("a").params().dup();
    Training.fit(graph, 0, 5);
    assertThat(graph.getLayer("a").params()).isEqualTo(frozenVertex);
  }

  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updatersAndTypes")
  void clonesGoOnAsTheOriginal(NoiseAwareUpdater updater, DataType type) {
    for (Model net :
        List.of(
            Networks.batchNorm(Networks.base(type, updater)),
            Networks.graph(Networks.base(type, updater)))) {
      Attachment.attach(net);
      Training.fit(net, 0, 4);
      Model copy = Training.copy(net);
      Attachment.attach(copy);
      Training.fit(copy, 4, 8);
      double[] alone = Training.parameters(copy);
      Training.fit(net, 4, 8);
      assertThat(alone).isEqualTo(Training.parameters(net));
      assertThat(NetworkNoise.of(copy).steps()).isEqualTo(8);
    }
  }

  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void earlyStoppingKeepsTheBestModel(NoiseAwareUpdater updater) {
    MultiLayerNetwork net = Networks.dense(DataType.FLOAT, updater);
    Attachment.attach(net);
    DataSetIterator train =
        new ListDataSetIterator<>(Networks.clusters(DataType.FLOAT, 40, 1).asList(), 8);
    DataSetIterator test =
        new ListDataSetIterator<>(Networks.clusters(DataType.FLOAT, 16, 2).asList(), 16);
    EarlyStoppingResult<MultiLayerNetwork> result =
        new EarlyStoppingTrainer(
                new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                    .epochTerminationConditions(new MaxEpochsTerminationCondition(3))
                    .scoreCalculator(new DataSetLossCalculator(test, true))
                    .modelSaver(new InMemoryModelSaver<>())
                    .build(),
                net,
                train)
            .fit();
    assertThat(result.getTotalEpochs()).isEqualTo(3);
    MultiLayerNetwork best = result.getBestModel();
    Attachment.attach(best);
    long before = NetworkNoise.of(best).steps();
    Training.fit(best, 0, 1);
    assertThat(before).isGreaterThanOrEqualTo(5);
    assertThat(NetworkNoise.of(best).steps()).isEqualTo(before + 1);
  }

  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void evaluationListenersRunBetweenSteps(NoiseAwareUpdater updater) {
    MultiLayerNetwork net = Networks.dense(DataType.FLOAT, updater);
    MultiLayerNetwork alone = Networks.dense(DataType.FLOAT, updater);
    Attachment.attach(net);
    Attachment.attach(alone);
    DataSetIterator test =
        new ListDataSetIterator<>(Networks.clusters(DataType.FLOAT, 24, 2).asList(), 24);
    EvaluativeListener listener = new EvaluativeListener(test, 2, InvocationType.ITERATION_END);
    net.addListeners(listener);
    Training.fit(net, 0, 6);
    Training.fit(alone, 0, 6);
    assertThat(listener.getEvaluations()).isNotNull();
    assertThat(Training.parameters(net)).isEqualTo(Training.parameters(alone));
    assertThat(NetworkNoise.of(net).samples()).isEqualTo(6 * 8);
  }

  private static MultiLayerNetwork truncated(NoiseAwareUpdater updater, DataType type) {
    return Swaps.start(
        Networks.base(type, updater)
            .list()
            .layer(new LSTM.Builder().nIn(Networks.INPUTS).nOut(4).build())
            .layer(
                new RnnOutputLayer.Builder()
                    .nIn(4)
                    .nOut(Networks.CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .backpropType(BackpropType.TruncatedBPTT)
            .tBPTTLength(4)
            .build());
  }

  /** A step for each window; what a mask hides changes nothing. */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updatersAndTypes")
  void truncatedBackpropagationAndMasks(NoiseAwareUpdater updater, DataType type) {
    MultiLayerNetwork net = truncated(updater, type);
    MultiLayerNetwork other = truncated(updater, type);
    DataSet data = Networks.sequences(type, 6, 12, 3);
    DataSet hidden = data.copy();
    INDArray unseen = hidden.getFeaturesMaskArray().rsub(1);
    for (int j = 0; j < Networks.INPUTS; j++) {
      hidden
          .getFeatures()
          .get(NDArrayIndex.all(), NDArrayIndex.point(j), NDArrayIndex.all())
          .addi(unseen.mul(7));
    }
    for (int i = 0; i < 4; i++) {
      net.fit(data);
      other.fit(hidden);
    }
    assertThat(NetworkNoise.of(net).steps()).isEqualTo(4 * 3);
    assertThat(NetworkNoise.of(net).samples()).isEqualTo(4 * 3 * 6);
    double[] x = Training.parameters(net);
    assertThat(x).isEqualTo(Training.parameters(other));
    assertThat(x).doesNotContain(Double.NaN);
  }
}
