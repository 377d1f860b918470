package io.github.gns4j.examples.study;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.dl4j.Budget;
import io.github.gns4j.dl4j.NoiseAwareTrainer;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.report.StepReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * The noise scale over training as McCandlish et al. 2018 (arXiv 1812.06162) have it: Euclidean,
 * under plain SGD at a fixed rate and batch, from micro-batches. The batch is split four ways, so
 * that every step gives an unbiased estimate of its own.
 */
final class NoiseScaleRun {
  /** First line of the file. */
  static final String HEADER = "step,samples,loss,accuracy,scale,low,high";

  private static final int BATCH = 128;
  private static final int MICRO_BATCH = 32;
  private static final double RATE = 0.1;
  private static final double EVERY = 1.15;

  private final Task task;
  private final long steps;
  private final List<String> lines = new ArrayList<>(List.of(HEADER));
  private long next = 8;

  /**
   * Prepares a run.
   *
   * @param epochs passes over the data, above 0
   */
  NoiseScaleRun(Task task, double epochs) {
    this.task = task;
    this.steps = Math.max(next, Math.round(epochs * task.train().numExamples() / BATCH));
  }

  /** Returns the file of a task. */
  static Path file(Path directory, String task) {
    return directory.resolve("noise-" + task + ".csv");
  }

  /** Trains, and writes what was seen at steps a seventh apart. */
  void run(Path file, long seed) throws IOException {
    MultiLayerNetwork network = task.network(new NoOp(), seed);
    try (NoiseAwareTrainer trainer =
        NoiseAwareTrainer.of(network)
            .optimizer(NoiseAware.sgd().learningRate(RATE).batchSize(BATCH))
            .maxMicroBatch(MICRO_BATCH)
            .seed(seed)
            .listeners(report -> note(report, network))
            .build()) {
      trainer.fit(task.train(), Budget.steps(steps));
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, lines);
    Files.move(part, file);
  }

  private void note(StepReport report, MultiLayerNetwork network) {
    if (report.step() < next && report.step() < steps) {
      return;
    }
    next = (long) Math.ceil(report.step() * EVERY);
    double scale = Double.NaN;
    double low = Double.NaN;
    double high = Double.NaN;
    switch (report.euclideanNoise()) {
      case NoiseEstimate.Resolved r -> {
        scale = r.scale();
        low = r.low();
        high = r.high();
      }
      case NoiseEstimate.Unresolved u -> {
        low = u.low();
        high = Double.POSITIVE_INFINITY;
      }
      case NoiseEstimate.NotReady _, NoiseEstimate.NonFinite _ -> {}
    }
    lines.add(
        String.format(
            Locale.ROOT,
            "%d,%d,%.4f,%.4f,%.2f,%.2f,%.2f",
            report.step(),
            report.samples(),
            report.loss().orElse(Double.NaN),
            task.measure(network),
            scale,
            low,
            high));
  }
}
