package io.github.gns4j.examples.jcuda;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.cuda.CudaArray;
import io.github.gns4j.kernels.cuda.CudaBackend;
import io.github.gns4j.kernels.cuda.CudaOptions;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.report.StepReport;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A training loop of one's own on the GPU: parameters, data and gradients never leave the device.
 * The program brings memory, a stream and a kernel; GNS4J reduces the gradients and takes the steps
 * on that stream.
 */
@Command(
    name = "jcuda",
    mixinStandardHelpOptions = true,
    showDefaultValues = true,
    description =
        "Fits a linear model in a JCuda loop of its own on the GPU, with the batch following the"
            + " noise scale.")
public final class JCudaLoop implements Callable<Integer> {
  private static final int LINES = 10;

  @Option(names = "--device", description = "Ordinal of the device.")
  private int device;

  @Option(names = "--steps", description = "Number of steps.")
  private int steps = 400;

  @Option(names = "--samples", description = "Number of samples.")
  private int samples = 20_000;

  @Option(names = "--parameters", description = "Number of parameters.")
  private int columns = 500;

  @Option(names = "--max-batch", description = "Samples of a batch at most.")
  private int most = 256;

  @Option(names = "--learning-rate", description = "Learning rate of a batch of 16.")
  private double learningRate = 0.001;

  @Option(names = "--seed", description = "Seed of the data.")
  private long seed = 1;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws BackendUnavailableException {
    CudaBackend.open(new CudaOptions(device, null)).close(); // loads and starts the driver
    try (Gpu gpu = new Gpu(device);
        Kernels kernels = Kernels.of(CudaBackend.open(new CudaOptions(device, gpu.stream())));
        Regression problem = new Regression(gpu, samples, columns, most, seed)) {
      train(kernels, problem);
    }
    return 0;
  }

  private void train(Kernels kernels, Regression problem) {
    PrintWriter out = spec.commandLine().getOut();
    out.println("  step      loss     |w − w*|²  batch  noise scale and 95% interval");
    CudaArray parameters = CudaArray.wrap(ElementType.FLOAT32, problem.parameters(), columns);
    CudaArray gradients =
        CudaArray.wrap(ElementType.FLOAT32, problem.gradients(), (long) most * columns);
    try (NoiseAwareOptimizer optimizer =
        NoiseAware.sgd()
            .learningRate(learningRate)
            .batch(BatchRule.critical(1).between(16, most))
            .maxMicroBatch(most)
            .baseBatch(16)
            .kernels(kernels)
            .forParameters(parameters)) {
      while (optimizer.steps() < steps) {
        int batch = optimizer.nextBatch().samples();
        problem.enqueue(batch);
        optimizer.accumulatePerSample(gradients.slice(0, (long) batch * columns), batch);
        StepReport report = optimizer.step();
        if (report.step() % Math.max(1, steps / LINES) == 0) {
          out.println(line(report, problem, batch));
        }
      }
    }
    out.flush();
  }

  private static String line(StepReport report, Regression problem, int batch) {
    return String.format(
        Locale.ROOT,
        "%6d %9.3f %13.5f %6d  %s",
        report.step(),
        problem.loss(batch),
        problem.squaredError(),
        batch,
        words(report.noise()));
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
