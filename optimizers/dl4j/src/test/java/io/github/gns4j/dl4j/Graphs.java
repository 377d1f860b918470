package io.github.gns4j.dl4j;

import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Graphs with what {@link Networks#graph} has not: sequences, two losses, updaters by layer. */
final class Graphs {
  private static final int WIDTH = 4;

  private Graphs() {}

  /** An LSTM beside a dense layer at each step; an output at every time step. */
  static ComputationGraph recurrent(NeuralNetConfiguration.Builder base) {
    return start(sequences(base));
  }

  /** As {@link #recurrent}, with a step for each window of {@code length} time steps. */
  static ComputationGraph truncated(NeuralNetConfiguration.Builder base, int length) {
    return start(sequences(base).backpropType(BackpropType.TruncatedBPTT).tBPTTLength(length));
  }

  private static GraphBuilder sequences(NeuralNetConfiguration.Builder base) {
    return base.graphBuilder()
        .addInputs("in")
        .addLayer("memory", new LSTM.Builder().nIn(Networks.INPUTS).nOut(WIDTH).build(), "in")
        .addLayer("beside", new LSTM.Builder().nIn(Networks.INPUTS).nOut(WIDTH).build(), "in")
        .addVertex("both", new MergeVertex(), "memory", "beside")
        .addLayer(
            "out",
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(2 * WIDTH)
                .nOut(Networks.CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            "both")
        .setOutputs("out")
        .setInputTypes(InputType.recurrent(Networks.INPUTS));
  }

  /** One input, two outputs with losses of their own. */
  static ComputationGraph twoLosses(NeuralNetConfiguration.Builder base) {
    return start(
        base.graphBuilder()
            .addInputs("in")
            .addLayer("a", new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(6).build(), "in")
            .addLayer("class", output(LossFunction.MCXENT, Activation.SOFTMAX), "a")
            .addLayer("value", output(LossFunction.MSE, Activation.IDENTITY), "a")
            .setOutputs("class", "value"));
  }

  private static OutputLayer output(LossFunction loss, Activation activation) {
    return new OutputLayer.Builder(loss)
        .nIn(6)
        .nOut(Networks.CLASSES)
        .activation(activation)
        .build();
  }

  /** Two inputs; layer {@code a} is frozen, and {@code norm} is batch norm. */
  static ComputationGraph frozen(NeuralNetConfiguration.Builder base) {
    DenseLayer a = new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(WIDTH).build();
    return start(
        base.graphBuilder()
            .addInputs("left", "right")
            .addLayer("a", new FrozenLayer(a), "left")
            .addLayer(
                "b", new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(WIDTH).build(), "right")
            .addLayer("norm", new BatchNormalization.Builder().nOut(WIDTH).build(), "b")
            .addVertex("both", new MergeVertex(), "a", "norm")
            .addLayer("out", classes(), "both")
            .setOutputs("out"));
  }

  private static OutputLayer classes() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(2 * WIDTH)
        .nOut(Networks.CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** Updaters of layers, a plain one of DL4J's among them, and of biases. */
  static ComputationGraph mixed(NoiseAwareUpdater updater, DataType type) {
    NoiseAwareUpdater slow = (NoiseAwareUpdater) updater.clone();
    slow.setLrAndSchedule(1e-3, null);
    DenseLayer.Builder own = new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(WIDTH);
    DenseLayer.Builder theirs = new DenseLayer.Builder().nIn(Networks.INPUTS).nOut(WIDTH);
    return start(
        Networks.base(type, updater)
            .biasUpdater(slow)
            .graphBuilder()
            .addInputs("left", "right")
            .addLayer("a", own.updater(slow).build(), "left")
            .addLayer("b", theirs.updater(new Sgd(0.1)).build(), "right")
            .addVertex("both", new MergeVertex(), "a", "b")
            .addLayer("out", classes(), "both")
            .setOutputs("out"));
  }

  /** Masked sequences for {@link #recurrent}. */
  static MultiDataSet maskedSequences(DataType type, int samples, int steps, long seed) {
    return (MultiDataSet) Networks.sequences(type, samples, steps, seed).toMultiDataSet();
  }

  /** Data for {@link #twoLosses}. */
  static MultiDataSet twoLabels(DataType type, int samples, long seed) {
    DataSet points = Networks.clusters(type, samples, seed);
    return new MultiDataSet(
        new INDArray[] {points.getFeatures()},
        new INDArray[] {points.getLabels(), points.getLabels().mul(-0.7).addi(0.1)});
  }

  private static ComputationGraph start(GraphBuilder builder) {
    ComputationGraphConfiguration configuration = builder.build();
    ComputationGraph net = new ComputationGraph(configuration);
    net.init();
    return net;
  }
}
