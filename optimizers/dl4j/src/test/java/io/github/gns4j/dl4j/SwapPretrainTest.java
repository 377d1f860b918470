package io.github.gns4j.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** Layer-wise pretraining, where a layer has an updater of its own. */
class SwapPretrainTest {
  private static MultiLayerNetwork net(IUpdater updater) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            Networks.base(DataType.DOUBLE, updater)
                .list()
                .layer(
                    new AutoEncoder.Builder()
                        .nIn(Networks.INPUTS)
                        .nOut(4)
                        .corruptionLevel(0)
                        .build())
                .layer(
                    new OutputLayer.Builder()
                        .nIn(4)
                        .nOut(Networks.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    net.init();
    return net;
  }

  private static void pretrainAndFit(MultiLayerNetwork net) {
    var points = Networks.clusters(DataType.DOUBLE, 32, 1).asList();
    net.pretrain(new ListDataSetIterator<>(points, 8), 2);
    net.fit(new ListDataSetIterator<>(points, 8), 2);
  }

  @Test
  void pretrainsAsTheBuiltInOne() {
    MultiLayerNetwork ours =
        net(NoiseAwareAdam.builder().learningRate(0.01).epsilon(1e-18).batchSize(8).build());
    MultiLayerNetwork theirs = net(new Adam(0.01, 0.9, 0.999, 1e-18));
    double[] start = Training.parameters(ours);
    pretrainAndFit(ours);
    pretrainAndFit(theirs);
    assertThat(Training.parameters(ours))
        .isNotEqualTo(start)
        .containsExactly(Training.parameters(theirs), within(1e-12));
    assertThat(NetworkNoise.of(ours).steps()).isEqualTo(8);
  }

  /** Attached, and with a listener that reports: both leave the steps of single layers alone. */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.dl4j.Swaps#updaters")
  void attachedNetworksPretrain(NoiseAwareUpdater updater) {
    MultiLayerNetwork net = net(updater);
    Attachment.attach(net);
    List<StepReport> reports = new ArrayList<>();
    net.addListeners(new NoiseAwareListener(reports::add));
    double[] start = Training.parameters(net);
    pretrainAndFit(net);
    assertThat(Training.parameters(net)).isNotEqualTo(start).doesNotContain(Double.NaN);
    assertThat(reports)
        .extracting(StepReport::step)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
    assertThat(NetworkNoise.of(net).samples()).isEqualTo(2 * 32);
  }

  /** Without moments LAMB's direction is the gradient's sign, and its length that of a tensor. */
  @Test
  void lambKnowsTheTensorsOfALayer() {
    MultiLayerNetwork net =
        net(
            NoiseAwareLamb.builder()
                .learningRate(0.1)
                .weightDecay(0)
                .beta1(0)
                .beta2(0)
                .scaling(RateScaling.FIXED)
                .build());
    Attachment.attach(net);
    INDArray before = net.getLayer(0).getParam("W").dup();
    net.pretrain(new ListDataSetIterator<>(Networks.clusters(DataType.DOUBLE, 8, 1).asList(), 8));
    double length = before.norm2Number().doubleValue();
    double moved = net.getLayer(0).getParam("W").sub(before).norm2Number().doubleValue();
    assertThat(moved).isEqualTo(0.1 * length, within(1e-12));
  }
}
