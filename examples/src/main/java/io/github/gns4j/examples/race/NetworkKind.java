package io.github.gns4j.examples.race;

import io.github.gns4j.examples.data.Digits;
import java.util.Locale;
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

/** The networks that can be trained. */
public enum NetworkKind {
  /** One hidden layer of 256 ReLU units. */
  DENSE {
    @Override
    NeuralNetConfiguration.ListBuilder layers(NeuralNetConfiguration.ListBuilder list) {
      return list.layer(new DenseLayer.Builder().nOut(256).activation(Activation.RELU).build());
    }
  },

  /** Two convolutions with pooling and a dense layer, after LeNet-5 (LeCun et al. 1998). */
  LENET {
    @Override
    NeuralNetConfiguration.ListBuilder layers(NeuralNetConfiguration.ListBuilder list) {
      return list.layer(convolution(8))
          .layer(pooling())
          .layer(convolution(16))
          .layer(pooling())
          .layer(new DenseLayer.Builder().nOut(64).activation(Activation.RELU).build());
    }
  };

  /**
   * Returns a new network, initialised.
   *
   * @param digits images it is for: their height and width
   * @param updater what turns gradients into updates
   * @param seed of the initial weights
   */
  public MultiLayerNetwork network(Digits digits, IUpdater updater, long seed) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(updater)
            .weightInit(WeightInit.RELU)
            .list();
    OutputLayer output =
        new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
            .nOut(Digits.CLASSES)
            .activation(Activation.SOFTMAX)
            .weightInit(WeightInit.XAVIER)
            .build();
    InputType input = InputType.convolutionalFlat(digits.rows(), digits.columns(), 1);
    MultiLayerNetwork network =
        new MultiLayerNetwork(layers(list).layer(output).setInputType(input).build());
    network.init();
    return network;
  }

  abstract NeuralNetConfiguration.ListBuilder layers(NeuralNetConfiguration.ListBuilder list);

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static ConvolutionLayer convolution(int channels) {
    return new ConvolutionLayer.Builder(5, 5).nOut(channels).activation(Activation.RELU).build();
  }

  private static SubsamplingLayer pooling() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }
}
