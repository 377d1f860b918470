package io.github.gns4j.benchmarks.training;

import static io.github.gns4j.examples.network.ImageLayers.convolution;
import static io.github.gns4j.examples.network.ImageLayers.dense;
import static io.github.gns4j.examples.network.ImageLayers.output;
import static io.github.gns4j.examples.network.ImageLayers.pooling;

import io.github.gns4j.examples.network.ImageLayers;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Networks that are measured, for images of 28 × 28 pixels in ten classes: larger ones than the
 * examples train. Committed results are of these: a network that changes wants a new name.
 */
public enum MeasuredNetwork {
  /** One hidden layer of 256 units: 203,530 parameters. */
  MLP,

  /** LeNet as in DL4J's examples, 20 and 50 filters of 5 × 5, 500 units: 431,080 parameters. */
  LENET;

  static final int SIDE = 28;
  static final int CLASSES = 10;

  MultiLayerNetwork network(IUpdater updater) {
    ListBuilder list = ImageLayers.list(updater, WeightInit.XAVIER, 1);
    hidden().forEach(list::layer);
    return ImageLayers.network(list.layer(output(CLASSES)), SIDE, SIDE);
  }

  private List<Layer> hidden() {
    return switch (this) {
      case MLP -> List.of(dense(256));
      case LENET ->
          List.of(
              convolution(20, 1, Activation.IDENTITY),
              pooling(),
              convolution(50, 1, Activation.IDENTITY),
              pooling(),
              dense(500));
    };
  }
}
