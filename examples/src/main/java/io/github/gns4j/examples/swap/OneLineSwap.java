package io.github.gns4j.examples.swap;

import io.github.gns4j.dl4j.NoiseAwareAdam;
import io.github.gns4j.dl4j.NoiseAwareListener;
import io.github.gns4j.examples.data.DigitSplit;
import io.github.gns4j.examples.data.DigitStrokes;
import io.github.gns4j.examples.data.Digits;
import io.github.gns4j.report.StepReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A program as DL4J's users write it, with one line swapped: the updater. Network, data and {@code
 * fit} stay as they were; a listener prints the noise scale that the updater now measures.
 */
@Command(
    name = "one-line",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Swaps the updater in a DL4J program and shows the noise scale it measures.")
public final class OneLineSwap implements Callable<Integer> {
  private static final int BATCH = 64;
  private static final int LINES = 20;

  @Option(names = "--steps", description = "Number of steps.")
  private int steps = 600;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    DigitSplit digits = DigitStrokes.split(8_000, 1_000, 1);
    MultiLayerNetwork network = new MultiLayerNetwork(configuration());
    network.init();
    network.setListeners(new NoiseAwareListener(report -> print(report, out)));
    for (int step = 0; step < steps; step++) {
      int[] batch = batch(step, digits.train().size());
      network.fit(features(digits.train(), batch), labels(digits.train(), batch));
    }
    out.printf(Locale.ROOT, "test accuracy %.1f%%%n", 100 * accuracy(network, digits.test()));
    out.flush();
    return 0;
  }

  private static MultiLayerConfiguration configuration() {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        // was: .updater(new Adam(1e-3))
        .updater(NoiseAwareAdam.builder().learningRate(1e-3).batchSize(BATCH).build())
        .list()
        .layer(new DenseLayer.Builder().nIn(784).nOut(256).activation(Activation.RELU).build())
        .layer(
            new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                .nIn(256)
                .nOut(Digits.CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  private void print(StepReport report, PrintWriter out) {
    if (report.step() % Math.max(1, steps / LINES) == 0) {
      out.printf(
          Locale.ROOT,
          "step %4d  loss %.3f  %s%n",
          report.step(),
          report.loss().orElse(Double.NaN),
          report.noise());
    }
  }

  private static double accuracy(MultiLayerNetwork network, Digits digits) {
    int[] all = batch(0, digits.size(), digits.size());
    INDArray said = network.output(features(digits, all)).argMax(1);
    int right = 0;
    for (int i = 0; i < all.length; i++) {
      right += said.getInt(i) == digits.label(i) ? 1 : 0;
    }
    return (double) right / all.length;
  }

  private static int[] batch(int step, int size) {
    return batch(step * BATCH, BATCH, size);
  }

  /** Returns {@code count} numbers from {@code first} on, modulo {@code size}. */
  private static int[] batch(int first, int count, int size) {
    int[] indices = new int[count];
    for (int i = 0; i < count; i++) {
      indices[i] = (first + i) % size;
    }
    return indices;
  }

  private static INDArray features(Digits digits, int[] batch) {
    float[] features = new float[batch.length * digits.pixels()];
    for (int i = 0; i < batch.length; i++) {
      digits.copyScaled(batch[i], features, i * digits.pixels());
    }
    return Nd4j.create(features, new long[] {batch.length, digits.pixels()});
  }

  private static INDArray labels(Digits digits, int[] batch) {
    INDArray labels = Nd4j.zeros(batch.length, Digits.CLASSES);
    for (int i = 0; i < batch.length; i++) {
      labels.putScalar(i, digits.label(batch[i]), 1);
    }
    return labels;
  }
}
