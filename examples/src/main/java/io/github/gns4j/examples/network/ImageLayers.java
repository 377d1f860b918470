package io.github.gns4j.examples.network;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers of networks that tell grey images apart, as DL4J's own builders make them. */
public final class ImageLayers {
  private ImageLayers() {}

  /**
   * Returns a list without layers.
   *
   * @param updater what turns gradients into updates
   * @param weights how the layers begin, except the {@linkplain #output last}
   * @param seed of the initial weights
   */
  public static ListBuilder list(IUpdater updater, WeightInit weights, long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(updater)
        .weightInit(weights)
        .list();
  }

  /** Returns a convolution with filters of 5 × 5 pixels, {@code stride} pixels apart. */
  public static ConvolutionLayer convolution(int filters, int stride, Activation activation) {
    return new ConvolutionLayer.Builder(5, 5)
        .stride(stride, stride)
        .nOut(filters)
        .activation(activation)
        .build();
  }

  /** Returns a layer that keeps the largest of 2 × 2 pixels. */
  public static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  /** Returns a layer of ReLU units. */
  public static DenseLayer dense(int units) {
    return new DenseLayer.Builder().nOut(units).activation(Activation.RELU).build();
  }

  /** Returns the layer that ends a network: the probability of each class. */
  public static OutputLayer output(int classes) {
    return new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
        .nOut(classes)
        .activation(Activation.SOFTMAX)
        .weightInit(WeightInit.XAVIER)
        .build();
  }

  /**
   * Returns a network of these layers, initialised.
   *
   * @param rows height of an image in pixels
   * @param columns width of an image in pixels
   */
  public static MultiLayerNetwork network(ListBuilder layers, int rows, int columns) {
    InputType input = InputType.convolutionalFlat(rows, columns, 1);
    MultiLayerNetwork network = new MultiLayerNetwork(layers.setInputType(input).build());
    network.init();
    return network;
  }
}
