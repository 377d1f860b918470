package io.github.gns4j.benchmarks.training;

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
 * Networks that are measured, for images of 28 × 28 pixels in ten classes: larger ones than the
 * examples train.
 */
public enum MeasuredNetwork {
  /** One hidden layer of 256 units: 203,530 parameters. */
  MLP {
    @Override
    NeuralNetConfiguration.ListBuilder layers(NeuralNetConfiguration.ListBuilder list) {
      return list.layer(new DenseLayer.Builder().nOut(256).activation(Activation.RELU).build());
    }
  },

  /** LeNet as in DL4J's examples, 20 and 50 filters of 5 × 5, 500 units: 431,080 parameters. */
  LENET {
    @Override
    NeuralNetConfiguration.ListBuilder layers(NeuralNetConfiguration.ListBuilder list) {
      return list.layer(convolution(20))
          .layer(pooling())
          .layer(convolution(50))
          .layer(pooling())
          .layer(new DenseLayer.Builder().nOut(500).activation(Activation.RELU).build());
    }
  };

  static final int SIDE = 28;
  static final int CLASSES = 10;

  abstract NeuralNetConfiguration.ListBuilder layers(NeuralNetConfiguration.ListBuilder list);

  MultiLayerNetwork network(IUpdater updater) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(updater)
            .weightInit(WeightInit.XAVIER)
            .list();
    OutputLayer output =
        new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .build();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            layers(list)
                .layer(output)
                .setInputType(InputType.convolutionalFlat(SIDE, SIDE, 1))
                .build());
    network.init();
    return network;
  }

  private static ConvolutionLayer convolution(int filters) {
    return new ConvolutionLayer.Builder(5, 5).nOut(filters).activation(Activation.IDENTITY).build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }
}
