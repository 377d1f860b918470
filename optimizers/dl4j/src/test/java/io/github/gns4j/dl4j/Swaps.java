package io.github.gns4j.dl4j;

import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.provider.Arguments;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

/** The updaters that stand in for built-in ones, and networks for them. */
final class Swaps {
  private Swaps() {}

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

  static MultiLayerNetwork start(MultiLayerConfiguration configuration) {
    MultiLayerNetwork net = new MultiLayerNetwork(configuration);
    net.init();
    Attachment.attach(net);
    return net;
  }

  /** Layers with updaters of their own, a plain one of DL4J's among them, and bias updaters. */
  static MultiLayerNetwork mixed(NoiseAwareUpdater updater, DataType type) {
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
}
