package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;

/** What cannot be set is named, and nothing has changed then. */
class LayerRatesBadInputTest {
  private final NoiseAwareAdam adam = NoiseAwareAdam.builder().learningRate(1e-2).build();

  private static void refused(Model net, ThrowingCallable call, String message) {
    double[] state = Training.state(net).toDoubleVector();
    String json = json(net);
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    assertThat(Training.state(net).toDoubleVector()).isEqualTo(state);
    assertThat(json(net)).isEqualTo(json);
  }

  private static String json(Model net) {
    return net instanceof MultiLayerNetwork layers
        ? layers.getLayerWiseConfigurations().toJson()
        : ((ComputationGraph) net).getConfiguration().toJson();
  }

  /** Frozen, without parameters, of DL4J's Sgd, batch norm without parameters of its own, ours. */
  private MultiLayerNetwork network() {
    return Swaps.start(
        Networks.base(DataType.FLOAT, adam)
            .list()
            .layer(new FrozenLayer(new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(6).build()))
            .layer(new ActivationLayer(Activation.TANH))
            .layer(new DenseLayer.Builder().nIn(6).nOut(5).updater(new Sgd(0.1)).build())
            .layer(new BatchNormalization.Builder().nIn(5).nOut(5).lockGammaBeta(true).build())
            .layer(
                new OutputLayer.Builder()
                    .nIn(5)
                    .nOut(Networks.CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .build());
  }

  @Test
  void layersAreNamed() {
    MultiLayerNetwork net = network();
    Training.fit(net, 0, 2);
    refused(net, () -> LearningRates.set(net, 5, 0.1), "layer is 5, allowed: 0 to 4");
    refused(net, () -> LearningRates.set(net, -1, 0.1), "layer is -1, allowed: 0 to 4");
    refused(
        net, () -> LearningRates.set(net, 1, 0.1), "layer is 1, which has no parameters, allowed:");
    refused(net, () -> LearningRates.set(net, 0, 0.1), "layer is 0, whose updater is NoOp");
    refused(net, () -> LearningRates.set(net, 2, 0.1), "layer is 2, whose updater is Sgd");
    refused(net, () -> LearningRates.set(net, 3, 0.1), "layer is 3, whose updater is NoOp");
    refused(net, () -> LearningRates.set(net, "4", 0.1), "network is a MultiLayerNetwork, allowed");
    LearningRates.set(net, 4, 0.1);
    assertThat(net.getLearningRate(4)).isEqualTo(0.1);

    ComputationGraph graph = Networks.graph(Networks.base(DataType.FLOAT, adam));
    Training.fit(graph, 0, 2);
    refused(
        graph, () -> LearningRates.set(graph, "c", 0.1), "layer is \"c\", allowed: a, b, norm,");
    refused(
        graph, () -> LearningRates.set(graph, "left", 0.1), "layer is \"left\", allowed: a, b,");
    refused(
        graph,
        () -> LearningRates.set(graph, "both", 0.1),
        "layer is \"both\", which has no parameters");
    refused(graph, () -> LearningRates.set(graph, 0, 0.1), "network is a ComputationGraph");
    assertThatNullPointerException().isThrownBy(() -> LearningRates.set(graph, (String) null, 0.1));
    assertThatNullPointerException().isThrownBy(() -> LearningRates.set(null, 0, 0.1));
  }

  @Test
  void ratesAreNamed() {
    MultiLayerNetwork net = Networks.dense(DataType.FLOAT, adam);
    ComputationGraph graph = Networks.plainGraph(Networks.base(DataType.FLOAT, adam));
    for (double rate : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      String message = "learningRate is " + rate + ", allowed: finite and at least 0";
      refused(net, () -> LearningRates.set(net, 0, rate), message);
      refused(net, () -> LearningRates.set(net, rate), message);
      refused(graph, () -> LearningRates.set(graph, "a", rate), message);
    }
    assertThatNullPointerException()
        .isThrownBy(() -> LearningRates.set(net, 0, (ISchedule) null))
        .withMessage("schedule");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LearningRates.set(Networks.dense(Networks.plain(DataType.FLOAT)), 0, 1))
        .withMessageContaining("layer is 0, whose updater is Sgd");
  }

  /** A step that one block took and another left out: they cannot be one block. */
  @Test
  void blocksThatTookOtherStepsDoNotMerge() {
    MultiLayerNetwork net = Networks.dense(DataType.FLOAT, adam);
    LearningRates.set(net, 0, 1e-3);
    Training.fit(net, 0, 3);
    net.setListeners(
        new BaseTrainingListener() {
          @Override
          public void onBackwardPass(Model model) {
            net.getFlattenedGradients().putScalar(0, Double.NaN);
          }
        });
    Training.fit(net, 3, 4);
    net.setListeners();
    String message =
        "layer0_W to layer0_b (3 steps taken, 1 left out) and layer1_W to layer1_b (4 steps taken,"
            + " 0 left out)";
    NetworkNoise.of(net).steps(); // settles what the last step left
    refused(net, () -> LearningRates.set(net, 0, 1e-2), message);
    refused(net, () -> LearningRates.set(net, 1, 1e-3), message);
    refused(net, () -> LearningRates.set(net, 5e-3), message);
    LearningRates.set(net, 1, 2e-3);
    Training.fit(net, 4, 6);
    assertThat(NetworkNoise.of(net).steps()).isEqualTo(6);
    assertThat(NetworkNoise.of(net).skippedSteps()).isEqualTo(1);
  }

  /** DL4J keeps an object that is given twice as the configuration of both layers. */
  @Test
  void layersOfOneObjectAreNamed() throws IOException {
    DenseLayer twice = new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(Networks.INPUTS).build();
    MultiLayerNetwork net =
        Swaps.start(
            Networks.base(DataType.FLOAT, adam)
                .list()
                .layer(twice)
                .layer(twice)
                .layer(
                    new OutputLayer.Builder()
                        .nIn(Networks.INPUTS)
                        .nOut(Networks.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    refused(
        net,
        () -> LearningRates.set(net, 0, 1e-3),
        "layer is 0, whose configuration is the same object as that of 1_W, allowed:");
    MultiLayerNetwork loaded = (MultiLayerNetwork) Training.saveAndLoad(net);
    LearningRates.set(loaded, 0, 1e-3);
    assertThat(loaded.getLearningRate(0)).isEqualTo(1e-3);
    assertThat(loaded.getLearningRate(1)).isEqualTo(1e-2);
  }
}
