package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Norms of samples under other losses than cross-entropy, at two outputs, and with masks. */
class TapLossesTest {
  private static final DataType TYPE = DataType.DOUBLE;

  @ParameterizedTest
  @CsvSource({
    "MSE, IDENTITY",
    "L1, TANH",
    "XENT, SIGMOID",
    "HINGE, TANH",
    "KL_DIVERGENCE, SOFTMAX",
    "NEGATIVELOGLIKELIHOOD, SOFTMAX"
  })
  void lossesAndActivations(LossFunction loss, Activation activation) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Networks.plain(TYPE)
                .list()
                .layer(
                    new DenseLayer.Builder()
                        .nIn(Networks.INPUTS)
                        .nOut(6)
                        .activation(Activation.ELU)
                        .build())
                .layer(
                    new OutputLayer.Builder(loss)
                        .nIn(6)
                        .nOut(Networks.CLASSES)
                        .activation(activation)
                        .build())
                .build());
    net.init();
    TapChecks.check(net, Networks.clusters(TYPE, 7, 3).toMultiDataSet());
  }

  @Test
  void lossLayer() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Networks.plain(TYPE)
                .list()
                .layer(new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(Networks.CLASSES).build())
                .layer(
                    new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    net.init();
    TapChecks.check(net, Networks.clusters(TYPE, 7, 3).toMultiDataSet());
  }

  @Test
  void twoLossesOfAGraph() {
    assertThat(
            TapChecks.check(Graphs.twoLosses(Networks.plain(TYPE)), Graphs.twoLabels(TYPE, 7, 3))
                .coverage()
                .isComplete())
        .isTrue();
  }

  @Test
  void maskedSequencesOfAGraph() {
    assertThat(
            TapChecks.check(
                    Graphs.recurrent(Networks.plain(TYPE)), Graphs.maskedSequences(TYPE, 7, 5, 3))
                .coverage()
                .layers())
        .containsExactly("out");
  }
}
