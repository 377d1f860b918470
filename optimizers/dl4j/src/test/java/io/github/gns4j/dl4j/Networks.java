package io.github.gns4j.dl4j;

import java.util.Random;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks and data for tests, the same on every run. */
final class Networks {
  static final int INPUTS = 5;
  static final int CLASSES = 3;

  private Networks() {}

  static NeuralNetConfiguration.Builder base(DataType type, IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(7)
        .dataType(type)
        .weightInit(WeightInit.XAVIER)
        .activation(Activation.TANH)
        .updater(updater);
  }

  /** Two layers. */
  static MultiLayerNetwork dense(DataType type, IUpdater updater) {
    return dense(base(type, updater));
  }

  static MultiLayerNetwork dense(NeuralNetConfiguration.Builder base) {
    return start(
        base.list()
            .layer(new DenseLayer.Builder().nIn(INPUTS).nOut(6).build())
            .layer(output(6))
            .build());
  }

  /** Dense, batch norm, output. */
  static MultiLayerNetwork batchNorm(NeuralNetConfiguration.Builder base) {
    return start(
        base.list()
            .layer(new DenseLayer.Builder().nIn(INPUTS).nOut(6).build())
            .layer(new BatchNormalization.Builder().nOut(6).build())
            .layer(output(6))
            .build());
  }

  /** LSTM with an output at every time step. */
  static MultiLayerNetwork recurrent(NeuralNetConfiguration.Builder base) {
    return start(
        base.list()
            .layer(new LSTM.Builder().nIn(INPUTS).nOut(4).build())
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(4)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .build());
  }

  /** Two inputs, two branches, one of them with batch norm if wanted. */
  static ComputationGraph graph(NeuralNetConfiguration.Builder base) {
    ComputationGraphConfiguration configuration =
        base.graphBuilder()
            .addInputs("left", "right")
            .addLayer("a", new DenseLayer.Builder().nIn(INPUTS).nOut(4).build(), "left")
            .addLayer("b", new DenseLayer.Builder().nIn(INPUTS).nOut(4).build(), "right")
            .addLayer("norm", new BatchNormalization.Builder().nOut(4).build(), "b")
            .addVertex("both", new MergeVertex(), "a", "norm")
            .addLayer("out", output(8), "both")
            .setOutputs("out")
            .build();
    ComputationGraph net = new ComputationGraph(configuration);
    net.init();
    return net;
  }

  /** As {@link #graph} without batch norm. */
  static ComputationGraph plainGraph(NeuralNetConfiguration.Builder base) {
    ComputationGraph net =
        new ComputationGraph(
            base.graphBuilder()
                .addInputs("left", "right")
                .addLayer("a", new DenseLayer.Builder().nIn(INPUTS).nOut(4).build(), "left")
                .addLayer("b", new DenseLayer.Builder().nIn(INPUTS).nOut(4).build(), "right")
                .addVertex("both", new MergeVertex(), "a", "b")
                .addLayer("out", output(8), "both")
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }

  static NeuralNetConfiguration.Builder plain(DataType type) {
    return base(type, new Sgd(0.1));
  }

  /** Points of three noisy clusters, labelled. */
  static DataSet clusters(DataType type, int samples, long seed) {
    Random random = new Random(seed);
    INDArray features = Nd4j.create(type, samples, INPUTS);
    INDArray labels = Nd4j.create(type, samples, CLASSES);
    for (int i = 0; i < samples; i++) {
      int label = random.nextInt(CLASSES);
      labels.putScalar(i, label, 1);
      for (int j = 0; j < INPUTS; j++) {
        features.putScalar(i, j, random.nextGaussian() + (j % CLASSES == label ? 1.5 : 0));
      }
    }
    return new DataSet(features, labels);
  }

  /** Sequences of differing lengths up to {@code steps}, masked. */
  static DataSet sequences(DataType type, int samples, int steps, long seed) {
    Random random = new Random(seed);
    INDArray features = Nd4j.create(type, samples, INPUTS, steps);
    INDArray labels = Nd4j.create(type, samples, CLASSES, steps);
    INDArray mask = Nd4j.create(type, samples, steps);
    for (int i = 0; i < samples; i++) {
      int length = 1 + random.nextInt(steps);
      for (int t = 0; t < length; t++) {
        mask.putScalar(i, t, 1);
        labels.putScalar(new int[] {i, random.nextInt(CLASSES), t}, 1);
        for (int j = 0; j < INPUTS; j++) {
          features.putScalar(new int[] {i, j, t}, random.nextGaussian());
        }
      }
    }
    return new DataSet(features, labels, mask, mask.dup());
  }

  /** Data for the graphs: both inputs see the clusters. */
  static MultiDataSet twoInputs(DataType type, int samples, long seed) {
    DataSet left = clusters(type, samples, seed);
    DataSet right = clusters(type, samples, seed);
    return new MultiDataSet(
        new INDArray[] {left.getFeatures(), right.getFeatures().mul(-0.5)},
        new INDArray[] {left.getLabels()});
  }

  private static OutputLayer output(int inputs) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(inputs)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerNetwork start(MultiLayerConfiguration configuration) {
    MultiLayerNetwork net = new MultiLayerNetwork(configuration);
    net.init();
    return net;
  }
}
