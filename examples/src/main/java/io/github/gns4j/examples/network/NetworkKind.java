package io.github.gns4j.examples.network;

import static io.github.gns4j.examples.network.ImageLayers.convolution;
import static io.github.gns4j.examples.network.ImageLayers.dense;
import static io.github.gns4j.examples.network.ImageLayers.output;
import static io.github.gns4j.examples.network.ImageLayers.pooling;

import io.github.gns4j.examples.data.Digits;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;

/** The networks for digits that can be trained. */
public enum NetworkKind {
  /** One hidden layer of 256 ReLU units. */
  DENSE,

  /** Two convolutions with pooling and a dense layer, after LeNet-5 (LeCun et al. 1998). */
  LENET,

  /**
   * One convolution with stride, one pooling and one dense layer: LeNet cut down to a tenth of its
   * arithmetic, so that hundreds of trials fit into an hour of one core.
   */
  SMALL_LENET;

  /**
   * Returns a new network, initialised.
   *
   * @param digits images it is for: their height and width
   * @param updater what turns gradients into updates
   * @param seed of the initial weights
   */
  public MultiLayerNetwork network(Digits digits, IUpdater updater, long seed) {
    ListBuilder list = ImageLayers.list(updater, WeightInit.RELU, seed);
    hidden().forEach(list::layer);
    return ImageLayers.network(list.layer(output(Digits.CLASSES)), digits.rows(), digits.columns());
  }

  private List<Layer> hidden() {
    return switch (this) {
      case DENSE -> List.of(dense(256));
      case LENET ->
          List.of(
              convolution(8, 1, Activation.RELU),
              pooling(),
              convolution(16, 1, Activation.RELU),
              pooling(),
              dense(64));
      case SMALL_LENET -> List.of(convolution(8, 2, Activation.RELU), pooling(), dense(32));
    };
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
