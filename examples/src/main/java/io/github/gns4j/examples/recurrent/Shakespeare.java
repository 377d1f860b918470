package io.github.gns4j.examples.recurrent;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.dl4j.Budget;
import io.github.gns4j.dl4j.NoiseAwareTrainer;
import io.github.gns4j.dl4j.TrainingData;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.Clipping;
import io.github.gns4j.report.StepReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * An LSTM that predicts the next letter, under the trainer: batches of sequences follow the noise,
 * gradients are clipped, and at the end the network writes some lines of its own.
 */
@Command(
    name = "shakespeare",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = {
      "Teaches an LSTM to write as a text does, letter by letter.",
      "Loss in nats a letter: the logarithm of the alphabet's size before training."
    })
public final class Shakespeare implements Callable<Integer> {
  private static final int LINES = 20;
  private static final int MOST_SEQUENCES = 20_000;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Directory with input.txt, such as tiny Shakespeare; three sonnets unless set.")
  private Path data;

  @Option(names = "--steps", description = "Number of steps.")
  private int steps = 300;

  @Option(names = "--width", description = "Cells of the LSTM.")
  private int width = 64;

  @Option(names = "--length", description = "Letters in a sequence.")
  private int length = 32;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Text text = data == null ? Text.embedded() : Text.of(data);
    out.printf(
        Locale.ROOT, "%d letters, alphabet of %d%n", text.length(), text.alphabet().length());
    MultiLayerNetwork network = new MultiLayerNetwork(configuration(text.alphabet().length()));
    network.init();
    try (NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(network)
            .optimizer(NoiseAware.adam().learningRate(1e-2).clipping(Clipping.relative(3)))
            .batch(BatchRule.critical(1).between(8, 512).startingAt(8))
            .maxMicroBatch(128)
            .listeners(report -> print(report, out))
            .build()) {
      trainer.fit(
          TrainingData.shuffled(text.sequences(length, MOST_SEQUENCES), 1), Budget.steps(steps));
    }
    out.println("It writes:");
    out.println(new Writer(network, text.alphabet()).write(200, 1));
    out.flush();
    return 0;
  }

  private MultiLayerConfiguration configuration(int letters) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new NoOp())
        .list()
        .layer(new LSTM.Builder().nIn(letters).nOut(width).activation(Activation.TANH).build())
        .layer(
            new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nIn(width)
                .nOut(letters)
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  private void print(StepReport report, PrintWriter out) {
    if (report.step() % Math.max(1, steps / LINES) == 0) {
      out.printf(
          Locale.ROOT,
          "step %4d  batch %3d  rate %.4f  loss a letter %.3f  %s%n",
          report.step(),
          report.batch().samples(),
          report.decision().learningRate(),
          report.loss().orElse(Double.NaN) / length,
          report.noise());
    }
  }
}
