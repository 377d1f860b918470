package io.github.gns4j.examples.samediff;

import io.github.gns4j.dl4j.Attachment;
import io.github.gns4j.dl4j.NetworkNoise;
import io.github.gns4j.dl4j.NoiseAwareAdam;
import io.github.gns4j.examples.data.Accuracy;
import io.github.gns4j.examples.data.DigitSplit;
import io.github.gns4j.examples.data.DigitStrokes;
import io.github.gns4j.examples.data.Digits;
import io.github.gns4j.examples.race.Tensors;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A network written in SameDiff. The updater goes into the training configuration; {@code
 * Attachment.attach} lets all variables share one estimate of the noise and tells the true batch.
 */
@Command(
    name = "samediff",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description = "Trains a SameDiff graph and shows the noise scale of all its variables.")
public final class SameDiffDigits implements Callable<Integer> {
  private static final int BATCH = 64;
  private static final int WIDTH = 64;
  private static final int LINES = 15;

  @Option(names = "--steps", description = "Number of steps.")
  private int steps = 450;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    DigitSplit digits = DigitStrokes.split(8_000, 1_000, 1);
    SameDiff graph = graph(digits.train().pixels());
    graph.setTrainingConfig(
        new TrainingConfig.Builder()
            .updater(NoiseAwareAdam.builder().learningRate(2e-3).batchSize(BATCH).build())
            .dataSetFeatureMapping("pixels")
            .dataSetLabelMapping("labels")
            .build());
    Attachment.attach(graph);
    SplittableRandom random = new SplittableRandom(1);
    int[] order = Digits.permutation(digits.train().size(), random);
    for (int step = 1; step <= steps; step++) {
      int from = (step - 1) * BATCH % (order.length - BATCH);
      graph.fit(Tensors.dataSet(digits.train(), order, from, BATCH));
      if (step % Math.max(1, steps / LINES) == 0) {
        out.printf("step %4d  %s%n", step, NetworkNoise.of(graph).estimate());
      }
    }
    out.printf(Locale.ROOT, "test accuracy %.1f%%%n", 100 * accuracy(graph, digits.test()));
    out.flush();
    return 0;
  }

  private static SameDiff graph(int pixels) {
    Nd4j.getRandom().setSeed(1);
    SameDiff graph = SameDiff.create();
    SDVariable input = graph.placeHolder("pixels", DataType.FLOAT, -1, pixels);
    SDVariable labels = graph.placeHolder("labels", DataType.FLOAT, -1, Digits.CLASSES);
    SDVariable hidden = layer(graph, "hidden", input, pixels, WIDTH);
    SDVariable logits =
        layer(graph, "out", graph.nn().relu(hidden, 0), WIDTH, Digits.CLASSES).rename("logits");
    graph.loss().softmaxCrossEntropy("loss", labels, logits, null);
    graph.setLossVariables("loss");
    return graph;
  }

  /** {@code x·W + b}, with W as He et al. 2015 (arXiv 1502.01852) draw it. */
  private static SDVariable layer(
      SameDiff graph, String name, SDVariable x, int inputs, int outputs) {
    INDArray weights = Nd4j.randn(DataType.FLOAT, inputs, outputs).muli(Math.sqrt(2.0 / inputs));
    SDVariable w = graph.var(name + "_W", weights);
    SDVariable b = graph.var(name + "_b", Nd4j.zeros(DataType.FLOAT, outputs));
    return x.mmul(w).add(b);
  }

  private static double accuracy(SameDiff graph, Digits digits) {
    DataSet data = Tensors.all(digits);
    INDArray logits = graph.outputSingle(Map.of("pixels", data.getFeatures()), "logits");
    return Accuracy.of(logits, data.getLabels());
  }
}
