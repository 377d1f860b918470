package io.github.gns4j.examples.nd4j;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.dl4j.NdArrays;
import io.github.gns4j.dl4j.NdLoan;
import io.github.gns4j.examples.data.Accuracy;
import io.github.gns4j.examples.data.DigitSplit;
import io.github.gns4j.examples.data.DigitStrokes;
import io.github.gns4j.examples.data.Digits;
import io.github.gns4j.examples.race.Tensors;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.report.StepReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Softmax regression written with ND4J alone. The gradient {@code Xᵀ(p − y)/n} comes out of the
 * matrix product in column-major order; a loan hands it to the optimizer in the order of the
 * weights, and views the weights themselves in place.
 */
@Command(
    name = "nd4j",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Softmax regression in a loop of its own over ND4J arrays.")
public final class LogisticRegression implements Callable<Integer> {
  private static final int LINES = 15;

  @Option(names = "--steps", description = "Number of steps.")
  private int steps = 300;

  @Spec private CommandSpec spec;

  private final SplittableRandom random = new SplittableRandom(1);

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    DigitSplit digits = DigitStrokes.split(8_000, 1_000, 1);
    INDArray weights = Nd4j.zeros(DataType.FLOAT, digits.train().pixels(), Digits.CLASSES);
    try (NoiseAwareOptimizer optimizer =
        NoiseAware.sgd()
            .learningRate(0.01)
            .batch(BatchRule.critical(1).between(32, 512).startingAt(32))
            .maxMicroBatch(16)
            .forParameters(NdArrays.parameters("weights", weights))) {
      while (optimizer.steps() < steps) {
        print(step(optimizer, weights, digits.train()), out);
      }
    }
    DataSet test = Tensors.all(digits.test());
    double accuracy = Accuracy.of(probabilities(weights, test.getFeatures()), test.getLabels());
    out.printf(Locale.ROOT, "test accuracy %.1f%%%n", 100 * accuracy);
    out.flush();
    return 0;
  }

  private StepReport step(NoiseAwareOptimizer optimizer, INDArray weights, Digits digits) {
    for (MicroBatch micro : optimizer.nextBatch()) {
      DataSet batch = draw(digits, micro.samples());
      INDArray error = probabilities(weights, batch.getFeatures()).subi(batch.getLabels());
      INDArray gradient = batch.getFeatures().transpose().mmul(error).divi(micro.samples());
      try (NdLoan loan = NdLoan.reading("gradient", gradient)) {
        optimizer.accumulate(loan.array(), micro);
        if (micro.index() == micro.count() - 1) {
          return optimizer.step(); // reads the last gradient, hence within the loan
        }
      }
    }
    throw new IllegalStateException("a batch has at least one micro-batch");
  }

  private static INDArray probabilities(INDArray weights, INDArray features) {
    return Transforms.softmax(features.mmul(weights), false);
  }

  private DataSet draw(Digits digits, int count) {
    int[] order = Digits.permutation(digits.size(), random);
    return Tensors.dataSet(digits, order, 0, count);
  }

  private void print(StepReport report, PrintWriter out) {
    if (report.step() % Math.max(1, steps / LINES) == 0) {
      out.printf(
          Locale.ROOT,
          "step %4d  batch %4d  %s%n",
          report.step(),
          report.batch().samples(),
          report.noise());
    }
  }
}
