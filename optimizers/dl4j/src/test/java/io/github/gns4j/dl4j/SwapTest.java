package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.optimize.api.InvocationType;
import org.deeplearning4j.optimize.listeners.EvaluativeListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/** Everything a built-in updater does in a network, ours do. */
class SwapTest {
  static Stream<NoiseAwareUpdater> updaters() {
    return Stream.of(
        NoiseAwareAdam.builder().learningRate(1e-2).batchSize(8).build(),
        NoiseAwareSgd.builder().learningRate(1e-2).batchSize(8).build(),
        NoiseAwareLamb.builder().learningRate(1e-2).batchSize(8).build());
  }

  static Stream<Arguments> updatersAndTypes() {
    return Stream.of(DataType.FLOAT, DataType.DOUBLE)
        .flatMap(type -> updaters().map(updater -> Arguments.of(updater, type)));
  }

  private static MultiLayerNetwork start(MultiLayerConfiguration configuration) {
    MultiLayerNetwork net = new MultiLayerNetwork(configuration);
    net.init();
    Attachment.attach(net);
    return net;
  }

  /** Layers with updaters of their own, a plain one of DL4J's among them, and bias updaters. */
  private static MultiLayerNetwork mixed(NoiseAwareUpdater updater, DataType type) {
    NoiseAwareUpdater slow = (NoiseAwareUpdater) updater.clone();
    slow.setLrAndSchedule(1e-3, null);
    return start(
        Networks.base(type, updater)
            .biasUpdater(slow)
            .list()
            .layer(new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(6).updater(slow).build())
            .layer(new DenseLayer.Builder().nIn(6).nOut(5).updater(new Sgd(0.1)).build())
            .layer(
                new OutputLayer.Builder()
                    .nIn(5)
                    .nOut(Networks.CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .build());
  }

  @ParameterizedTest
  @MethodSource("updatersAndTypes")
  void layersAndBiasesWithUpdatersOfTheirOwn(NoiseAwareUpdater updater, DataType type)
      throws IOException {
    MultiLayerNetwork whole = mixed(updater, type);
    MultiLayerNetwork half = mixed(updater, type);
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
  @MethodSource("updatersAndTypes")
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
  @MethodSource("updatersAndTypes")
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
  @MethodSource("updaters")
  void learningRatesChangeWithoutLosingState(NoiseAwareUpdater updater) {
    for (boolean dl4j : new boolean[] {true, false}) {
      MultiLayerNetwork net = Networks.batchNorm(Networks.base(DataType.FLOAT, updater.clone()));
      MultiLayerNetwork same = Networks.batchNorm(Networks.base(DataType.FLOAT, updater.clone()));
      Attachment.attach(net);
      Attachment.attach(same);
      Training.fit(net, 0, 4);
      Training.fit(same, 0, 4);
      double[] state = Training.state(net).toDoubleVector();
      if (dl4j) {
        net.setLearningRate(5e-3);
      } else {
        LearningRates.set(net, 5e-3);
      }
      assertThat(Training.state(net).toDoubleVector()).isEqualTo(state);
      Training.fit(net, 4, 5);
      assertThat(NetworkNoise.of(net).steps()).isEqualTo(5);
      assertThat(NetworkNoise.of(net).learningRate()).isEqualTo(5e-3);
      net.setLearningRate(1e-2);
      Training.fit(same, 4, 5);
      assertThat(Training.parameters(net)).isNotEqualTo(Training.parameters(same));
    }
  }

  @Test
  void ratesThatWouldMergeBlocksAreRefused() {
    MultiLayerNetwork net =
        mixed(NoiseAwareAdam.builder().learningRate(1e-2).build(), DataType.FLOAT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRates.set(net, 1e-3))
        .withMessageContaining("1_b and 2_W have rates of their own");
    assertThat(net.getLayer(2).getConfig().getUpdaterByParam("W").getLearningRate(0, 0))
        .isEqualTo(1e-2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRates.set(net, -1))
        .withMessageContaining("learningRate is -1");
  }

  /** A state of blocks that a changed rate has merged is told at the first step, not used. */
  @Test
  void stateOfOtherBlocksIsTold() throws IOException {
    NoiseAwareAdam adam = NoiseAwareAdam.builder().learningRate(1e-2).build();
    NoiseAwareAdam bias = NoiseAwareAdam.builder().learningRate(1e-3).build();
    MultiLayerNetwork net = Networks.dense(Networks.base(DataType.FLOAT, adam).biasUpdater(bias));
    Training.fit(net, 0, 3);
    // past LearningRates, which refuses this
    for (int i = 0; i < 2; i++) {
      net.getLayer(i).getConfig().getUpdaterByParam("b").setLrAndSchedule(1e-2, null);
    }
    Model loaded = Training.saveAndLoad(net);
    assertThatIllegalStateException()
        .isThrownBy(() -> Training.fit(loaded, 3, 4))
        .withMessageContaining("the updater state is that of 30 parameters, allowed: 57");
  }

  @ParameterizedTest
  @MethodSource("updaters")
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
  @MethodSource("updaters")
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
    return start(
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
  @MethodSource("updatersAndTypes")
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

  @ParameterizedTest
  @MethodSource("updaters")
  void configurationsSurviveJsonYamlAndJavaSerialization(NoiseAwareUpdater updater)
      throws IOException, ClassNotFoundException {
    MultiLayerConfiguration layers = mixed(updater, DataType.FLOAT).getLayerWiseConfigurations();
    assertThat(MultiLayerConfiguration.fromJson(layers.toJson())).isEqualTo(layers);
    assertThat(MultiLayerConfiguration.fromYaml(layers.toYaml())).isEqualTo(layers);
    assertThat(roundTrip(layers)).isEqualTo(layers);
    assertThat(roundTrip(updater)).isEqualTo(updater).hasSameHashCodeAs(updater);
  }

  /**
   * Updater state included. Training goes on through ModelSerializer only: in 1.0.0-M2.1 a network
   * read so has no list of listeners, and its fit fails.
   */
  @ParameterizedTest
  @MethodSource("updaters")
  void networksSurviveJavaSerialization(NoiseAwareUpdater updater)
      throws IOException, ClassNotFoundException {
    for (Model net :
        List.of(
            Networks.batchNorm(Networks.base(DataType.FLOAT, updater)),
            Networks.graph(Networks.base(DataType.FLOAT, updater)))) {
      Attachment.attach(net);
      Training.fit(net, 0, 4);
      Model read = roundTrip(net);
      Attachment.attach(read);
      assertThat(Training.parameters(read)).isEqualTo(Training.parameters(net));
      assertThat(Training.state(read)).isEqualTo(Training.state(net));
      assertThat(NetworkNoise.of(read).steps()).isEqualTo(4);
      Model again = Training.saveAndLoad(read);
      Attachment.attach(again);
      Training.fit(net, 4, 7);
      Training.fit(again, 4, 7);
      assertThat(Training.parameters(again)).isEqualTo(Training.parameters(net));
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T roundTrip(T object) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(object);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (T) in.readObject();
    }
  }
}
