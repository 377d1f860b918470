package io.github.gns4j.examples.study;

import io.github.gns4j.examples.data.Digits;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
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

/**
 * One convolution with stride, one pooling and one dense layer: LeNet cut down to a tenth of its
 * arithmetic, so that hundreds of trials fit into an hour of one core.
 */
final class SmallLenet {
  private static final int CHANNELS = 8;
  private static final int UNITS = 32;

  private SmallLenet() {}

  /** Returns a new network, initialised. */
  static MultiLayerNetwork network(Digits digits, IUpdater updater, long seed) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(updater)
                .weightInit(WeightInit.RELU)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(5, 5)
                        .stride(2, 2)
                        .nOut(CHANNELS)
                        .activation(Activation.RELU)
                        .build())
                .layer(
                    new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new DenseLayer.Builder().nOut(UNITS).activation(Activation.RELU).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                        .nOut(Digits.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .weightInit(WeightInit.XAVIER)
                        .build())
                .setInputType(InputType.convolutionalFlat(digits.rows(), digits.columns(), 1))
                .build());
    network.init();
    return network;
  }
}
