package io.github.gns4j.examples.custom;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.report.StepReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A training loop of one's own, on a problem whose noise scale is known: the estimate stands beside
 * the truth, and batch and rate follow it.
 */
@Command(
    name = "quadratic",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Minimises a noisy quadratic in a loop of its own and shows the estimated noise scale"
            + " beside the true one.")
public final class CustomLoop implements Callable<Integer> {
  private static final int DIMENSION = 200;
  private static final int LINES = 20;

  @Option(names = "--steps", description = "Number of steps.")
  private int steps = 1_000;

  @Option(names = "--seed", description = "Seed of the noise.")
  private long seed = 1;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    NoisyQuadratic problem = new NoisyQuadratic(DIMENSION, seed);
    PrintWriter out = spec.commandLine().getOut();
    out.println("  step      loss  batch     rate  true noise  estimate and 95% interval");
    Truth truth = new Truth();
    try (NoiseAwareOptimizer optimizer =
        NoiseAware.sgd()
            .learningRate(0.005)
            .learningRateRule(LearningRateRule.adaScale())
            .batch(BatchRule.critical(1).between(16, 4096))
            .baseBatch(16)
            .maxMicroBatch(8)
            .forParameters(problem.parameters())) {
      while (optimizer.steps() < steps) {
        for (MicroBatch micro : optimizer.nextBatch()) {
          optimizer.accumulate(problem.gradient(micro.samples()), micro);
        }
        optimizer.loss(problem.loss());
        truth.add(problem);
        StepReport report = optimizer.step();
        if (report.step() % Math.max(1, steps / LINES) == 0) {
          out.println(line(report, problem, truth));
          truth = new Truth();
        }
      }
    }
    out.flush();
    return 0;
  }

  private static String line(StepReport report, NoisyQuadratic problem, Truth truth) {
    return String.format(
        Locale.ROOT,
        "%6d %9.5f %6d %8.4f %11.0f  %s",
        report.step(),
        problem.loss(),
        report.batch().samples(),
        report.decision().learningRate(),
        truth.noiseScale(),
        words(report.noise()));
  }

  /** The true noise scale of the steps since the last line, averaged as an estimate averages. */
  private static final class Truth {
    private double trace;
    private double signal;

    void add(NoisyQuadratic problem) {
      trace += problem.traceSigma();
      signal += problem.signalSquared();
    }

    double noiseScale() {
      return trace / signal;
    }
  }

  private static String words(NoiseEstimate estimate) {
    return switch (estimate) {
      case NoiseEstimate.NotReady e -> "not ready: " + e.reason();
      case NoiseEstimate.NonFinite e -> "skipped: " + e.count() + " elements are not finite";
      case NoiseEstimate.Unresolved e -> String.format(Locale.ROOT, "above %.0f", e.low());
      case NoiseEstimate.Resolved e ->
          String.format(Locale.ROOT, "%.0f [%.0f, %.0f]", e.scale(), e.low(), e.high());
    };
  }
}
