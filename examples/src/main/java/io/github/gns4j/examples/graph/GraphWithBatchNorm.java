package io.github.gns4j.examples.graph;

import io.github.gns4j.dl4j.Attachment;
import io.github.gns4j.dl4j.NoiseAwareIterator;
import io.github.gns4j.dl4j.NoiseAwareLamb;
import io.github.gns4j.dl4j.NoiseAwareListener;
import io.github.gns4j.dl4j.TrainingData;
import io.github.gns4j.examples.data.Accuracy;
import io.github.gns4j.examples.data.DigitSplit;
import io.github.gns4j.examples.data.DigitStrokes;
import io.github.gns4j.examples.data.Digits;
import io.github.gns4j.examples.race.Tensors;
import io.github.gns4j.policy.BatchPolicy;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.report.StepReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A residual block with batch norm, trained by LAMB. {@code Attachment.attach} shows the updater
 * its parameters; batches grow with the noise, and beyond {@code --micro} samples they are computed
 * in parts.
 */
@Command(
    name = "graph",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Trains a ComputationGraph with batch norm by LAMB, batches follow the noise.")
public final class GraphWithBatchNorm implements Callable<Integer> {
  private static final int START = 32;
  private static final int WIDTH = 64;
  private static final int LINES = 20;

  @Option(names = "--epochs", description = "Passes over 4,000 drawn digits.")
  private int epochs = 4;

  @Option(names = "--micro", description = "Most samples that are computed at once.")
  private int micro = 128;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    DigitSplit digits = DigitStrokes.split(4_000, 1_000, 1);
    ComputationGraph network = new ComputationGraph(configuration(digits.train().pixels()));
    network.init();
    Attachment.attach(network);
    network.addListeners(new NoiseAwareListener(report -> print(report, out)));
    BatchPolicy policy =
        BatchPolicy.of(BatchRule.critical(1)).between(START, 1024).startingAt(START);
    TrainingData data = TrainingData.shuffled(Tensors.all(digits.train()), 1);
    network.fit(NoiseAwareIterator.of(network, data, policy, micro), epochs);
    out.printf(Locale.ROOT, "test accuracy %.1f%%%n", 100 * accuracy(network, digits.test()));
    out.flush();
    return 0;
  }

  private static ComputationGraphConfiguration configuration(int inputs) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .activation(Activation.IDENTITY)
        .updater(
            NoiseAwareLamb.builder()
                .learningRate(1e-2)
                .weightDecay(0.01)
                .batchSize(START)
                .accumulate(2)
                .build())
        .graphBuilder()
        .addInputs("pixels")
        .addLayer("in", new DenseLayer.Builder().nIn(inputs).nOut(WIDTH).build(), "pixels")
        .addLayer("norm1", norm(), "in")
        .addLayer("hidden", new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(), "norm1")
        .addLayer("norm2", norm(), "hidden")
        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "norm1", "norm2")
        .addLayer("relu", new ActivationLayer(Activation.RELU), "sum")
        .addLayer(
            "out",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(WIDTH)
                .nOut(Digits.CLASSES)
                .activation(Activation.SOFTMAX)
                .build(),
            "relu")
        .setOutputs("out")
        .build();
  }

  private static BatchNormalization norm() {
    return new BatchNormalization.Builder().nOut(WIDTH).activation(Activation.RELU).build();
  }

  private static void print(StepReport report, PrintWriter out) {
    if (report.step() % LINES == 0) {
      out.printf(
          Locale.ROOT,
          "step %4d  batch %4d  rate %.4f  loss %.3f  %s%n",
          report.step(),
          report.batch().samples(),
          report.decision().learningRate(),
          report.loss().orElse(Double.NaN),
          report.noise());
    }
  }

  private static double accuracy(ComputationGraph network, Digits digits) {
    DataSet data = Tensors.all(digits);
    return Accuracy.of(network.outputSingle(false, data.getFeatures()), data.getLabels());
  }
}
