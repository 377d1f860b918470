package io.github.gns4j.examples.trainer;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.dl4j.Budget;
import io.github.gns4j.dl4j.NoiseAwareTrainer;
import io.github.gns4j.dl4j.NoiseAwareTrainerBuilder;
import io.github.gns4j.dl4j.TrainingData;
import io.github.gns4j.dl4j.TrainingSummary;
import io.github.gns4j.examples.data.Accuracy;
import io.github.gns4j.examples.data.DigitSplit;
import io.github.gns4j.examples.data.DigitStrokes;
import io.github.gns4j.examples.network.NetworkKind;
import io.github.gns4j.examples.race.Tensors;
import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.policy.BatchRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The trainer on a dense network: it stops at an accuracy or when the budget is used up, and goes
 * on from its checkpoint if there is one.
 */
@Command(
    name = "trainer",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Trains until an accuracy is reached; goes on from a checkpoint if there is one.")
public final class TrainerDigits implements Callable<Integer> {
  @Option(names = "--epochs", description = "Most passes over 4,000 drawn digits.")
  private int epochs = 10;

  @Option(names = "--accuracy", description = "Test accuracy at which to stop, 0 to 1.")
  private double accuracy = 0.9;

  @Option(names = "--checkpoint", description = "File to save to and, if it is there, go on from.")
  private Path checkpoint;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Arguments.closed("accuracy", accuracy, 0, 1);
    PrintWriter out = spec.commandLine().getOut();
    DigitSplit digits = DigitStrokes.split(4_000, 1_000, 1);
    MultiLayerNetwork network = NetworkKind.DENSE.network(digits.train(), new NoOp(), 1);
    DataSet test = Tensors.all(digits.test());
    NoiseAwareTrainerBuilder builder =
        NoiseAwareTrainer.of(network)
            .optimizer(NoiseAware.lamb().learningRate(5e-3).weightDecay(0.01))
            .batch(BatchRule.critical(1).between(16, 1024).startingAt(32))
            .maxMicroBatch(256)
            .metric("accuracy", model -> accuracy(network, test))
            .seed(1);
    if (checkpoint != null) {
      builder.checkpoint(checkpoint, 50);
    }
    try (NoiseAwareTrainer trainer = builder.build()) {
      if (checkpoint != null && Files.exists(checkpoint)) {
        trainer.restore(checkpoint);
        out.printf("going on after step %d%n", trainer.optimizer().steps());
      }
      TrainingSummary summary =
          trainer.fit(
              TrainingData.shuffled(Tensors.all(digits.train()), 1),
              Budget.epochs(epochs).untilMetric(accuracy));
      print(summary, trainer, out);
    }
    return 0;
  }

  private static void print(TrainingSummary summary, NoiseAwareTrainer trainer, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "stopped for %s after %d steps and %d samples, next batch %d%n",
        summary.reason().toString().toLowerCase(Locale.ROOT),
        summary.steps(),
        summary.samples(),
        trainer.optimizer().nextBatch().samples());
    out.printf(Locale.ROOT, "test accuracy %.1f%%%n", 100 * summary.metric().orElse(Double.NaN));
    out.flush();
  }

  private static double accuracy(MultiLayerNetwork network, DataSet test) {
    return Accuracy.of(network.output(test.getFeatures(), false), test.getLabels());
  }
}
