package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** The rate of a layer through files, clones and configurations that layers share. */
class LayerRatesKeptTest {
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updatersAndTypes")
  void savedAndClonedGoOnWithTheSameBits(NoiseAwareUpdater updater, DataType type)
      throws IOException {
    MultiLayerNetwork net = Networks.batchNorm(Networks.base(type, updater));
    goesOn(net, model -> LearningRates.set(model, 2, 2e-3), 2);
    ComputationGraph graph = Networks.graph(Networks.base(type, updater));
    goesOn(graph, model -> LearningRates.set(model, "a", 2e-3), "a");
  }

  private static void goesOn(Model net, Consumer<Model> change, Object layer) throws IOException {
    Attachment.attach(net);
    Training.fit(net, 0, 4);
    change.accept(net);
    assertThat(NetworkBinding.isBound(net)).isTrue();
    List<Model> copies =
        List.of(Training.saveAndLoad(net), Training.copy(net)); // before its first step, too
    Training.fit(net, 4, 6);
    List<Model> later = List.of(Training.saveAndLoad(net), Training.copy(net));
    Training.fit(net, 6, 9);
    for (Model copy : copies) {
      assertThat(rate(copy, layer)).isEqualTo(2e-3);
      Attachment.attach(copy);
      Training.fit(copy, 4, 9);
      assertThat(Training.parameters(copy)).isEqualTo(Training.parameters(net));
    }
    for (Model copy : later) {
      Attachment.attach(copy);
      Training.fit(copy, 6, 9);
      assertThat(Training.parameters(copy)).isEqualTo(Training.parameters(net));
      assertThat(NetworkNoise.of(copy).steps()).isEqualTo(NetworkNoise.of(net).steps());
      assertThat(Training.state(copy).toDoubleVector())
          .isEqualTo(Training.state(net).toDoubleVector());
    }
  }

  private static double rate(Model model, Object layer) {
    return model instanceof MultiLayerNetwork net
        ? net.getLearningRate((Integer) layer)
        : ((ComputationGraph) model).getLearningRate((String) layer);
  }

  /** Layers of one configuration, and a clone, share the updater that the configuration named. */
  @Test
  void updatersThatOthersShareStay() {
    NoiseAwareAdam shared = NoiseAwareAdam.builder().learningRate(1e-2).batchSize(8).build();
    MultiLayerNetwork net = Networks.batchNorm(Networks.base(DataType.FLOAT, shared));
    Training.fit(net, 0, 3);
    MultiLayerNetwork clone = net.clone();
    MultiLayerNetwork before = net.clone();
    LearningRates.set(net, 0, 1e-3);
    assertThat(net.getLearningRate(0)).isEqualTo(1e-3);
    assertThat(net.getLearningRate(2)).isEqualTo(1e-2);
    assertThat(shared.getLearningRate(0, 0)).isEqualTo(1e-2);
    assertThat(clone.getLearningRate(0)).isEqualTo(1e-2);
    Training.fit(clone, 3, 6);
    Training.fit(before, 3, 6);
    assertThat(Training.parameters(clone)).isEqualTo(Training.parameters(before));
  }

  /** Where a rate for all merges blocks, a clone goes on with its blocks and rates. */
  @Test
  void clonesKeepTheirBlocks() throws IOException {
    NoiseAwareAdam bias = NoiseAwareAdam.builder().learningRate(1e-3).batchSize(8).build();
    NoiseAwareAdam adam = NoiseAwareAdam.builder().learningRate(1e-2).batchSize(8).build();
    MultiLayerNetwork net = Networks.dense(Networks.base(DataType.FLOAT, adam).biasUpdater(bias));
    Training.fit(net, 0, 3);
    MultiLayerNetwork clone = net.clone();
    MultiLayerNetwork before = net.clone();
    LearningRates.set(net, 5e-3);
    assertThat(NetworkBinding.updater(net).getUpdaterBlocks()).hasSize(1);
    Training.fit(net, 3, 6);
    Model loaded = Training.saveAndLoad(clone);
    Training.fit(loaded, 3, 6);
    Training.fit(before, 3, 6);
    assertThat(Training.parameters(loaded))
        .isEqualTo(Training.parameters(before))
        .isNotEqualTo(Training.parameters(net));
  }

  /** A vertex with parameters that is no layer. */
  @Test
  void vertices() throws IOException {
    ComputationGraph net =
        new ComputationGraph(
            Networks.base(DataType.FLOAT, new NoiseAwareAdam(1e-2))
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", lstm(), "in")
                .addVertex(
                    "attention",
                    new AttentionVertex.Builder()
                        .nInQueries(4)
                        .nInKeys(4)
                        .nInValues(4)
                        .nHeads(1)
                        .nOut(4)
                        .projectInput(true)
                        .build(),
                    "lstm",
                    "lstm",
                    "lstm")
                .addLayer("out", recurrentOutput(), "attention")
                .setOutputs("out")
                .setInputTypes(InputType.recurrent(Networks.INPUTS))
                .build());
    net.init();
    DataSet data = Networks.sequences(DataType.FLOAT, 6, 5, 3);
    net.fit(data);
    LearningRates.set(net, "attention", 2e-3);
    net.fit(data);
    ComputationGraph loaded = (ComputationGraph) Training.saveAndLoad(net);
    net.fit(data);
    loaded.fit(data);
    assertThat(Training.parameters(loaded)).isEqualTo(Training.parameters(net));
    assertThat(NetworkBinding.updater(loaded).getUpdaterBlocks()).hasSize(3);
    assertThat(NetworkNoise.of(loaded).steps()).isEqualTo(3);
  }

  /** Layers that wrap another one compute with a copy of its configuration. */
  @Test
  void wrappedLayers() throws IOException {
    for (Layer layer :
        List.of(
            new Bidirectional(Bidirectional.Mode.ADD, lstm()),
            new LastTimeStep(lstm()),
            new MaskZeroLayer.Builder().setUnderlying(lstm()).setMaskValue(7).build(),
            new SelfAttentionLayer.Builder().nIn(4).nOut(4).nHeads(1).projectInput(true).build())) {
      MultiLayerNetwork net = wrapping(layer);
      DataSet data = Networks.sequences(DataType.FLOAT, 6, 5, 3);
      if (layer instanceof LastTimeStep) {
        data = new DataSet(data.getFeatures(), Networks.clusters(DataType.FLOAT, 6, 1).getLabels());
      }
      fit(net, data);
      LearningRates.set(net, 1, 2e-3);
      fit(net, data);
      MultiLayerNetwork loaded = (MultiLayerNetwork) Training.saveAndLoad(net);
      for (NetworkLayout.Tensor tensor : NetworkLayout.of(loaded).tensors()) {
        assertThat(tensor.layer().getConfig().getUpdaterByParam(tensor.parameter()))
            .extracting(updater -> updater.getLearningRate(0, 0))
            .as(tensor.segment().name())
            .isEqualTo(tensor.segment().name().startsWith("1") ? 2e-3 : 1e-2);
      }
      Attachment.attach(loaded);
      fit(net, data);
      fit(loaded, data);
      assertThat(Training.parameters(loaded)).isEqualTo(Training.parameters(net));
      assertThat(NetworkNoise.of(loaded).steps()).isEqualTo(9);
    }
  }

  private static void fit(MultiLayerNetwork net, DataSet data) {
    for (int i = 0; i < 3; i++) {
      net.fit(data);
    }
  }

  private static LSTM lstm() {
    return new LSTM.Builder().nOut(4).build();
  }

  private static RnnOutputLayer recurrentOutput() {
    return new RnnOutputLayer.Builder()
        .nIn(4)
        .nOut(Networks.CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork wrapping(Layer layer) {
    NoiseAwareAdam adam = NoiseAwareAdam.builder().learningRate(1e-2).build();
    boolean single = layer instanceof LastTimeStep;
    return Swaps.start(
        Networks.base(DataType.FLOAT, adam)
            .list()
            .layer(new LSTM.Builder().nIn(Networks.INPUTS).nOut(4).build())
            .layer(layer)
            .layer(
                single
                    ? new OutputLayer.Builder()
                        .nIn(4)
                        .nOut(Networks.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build()
                    : recurrentOutput())
            .setInputType(InputType.recurrent(Networks.INPUTS))
            .build());
  }
}
