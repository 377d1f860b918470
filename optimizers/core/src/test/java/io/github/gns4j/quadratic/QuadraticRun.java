package io.github.gns4j.quadratic;

import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.report.StepReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Training on a random quadratic with a simulated clock: a micro-batch takes 64 samples' time and
 * that of its samples; a probe computes the gradients of the same samples again. The same seed
 * gives the same run.
 */
public final class QuadraticRun {
  /** How gradients come. */
  public enum Layout {
    /** One gradient a sample. */
    PER_SAMPLE,
    /** Several micro-batches a step. */
    MICRO_BATCHES,
    /** One gradient a step. */
    ONE_PIECE
  }

  private static final long NANOS_A_SAMPLE = 1_000;
  private static final long NANOS_A_MICRO_BATCH = 64 * NANOS_A_SAMPLE;

  private final RandomQuadratic problem;
  private final Layout layout;
  private final HostArray parameters;
  private final SplittableRandom random;
  private final NoiseAwareOptimizer optimizer;

  /** Mean noise of each micro-batch of the step, of all samples together if they came singly. */
  private final List<double[]> draws = new ArrayList<>();

  private long nanos;

  /**
   * Starts at {@code parameters}, which the run changes.
   *
   * @param builder of the optimizer; its clock is replaced
   */
  public QuadraticRun(
      RandomQuadratic problem,
      NoiseAwareBuilder<?> builder,
      Layout layout,
      HostArray parameters,
      long seed) {
    this.problem = problem;
    this.layout = layout;
    this.parameters = parameters;
    this.random = new SplittableRandom(seed);
    this.optimizer = builder.nanoClock(() -> nanos).forParameters(parameters);
  }

  /** Takes a step. */
  public StepReport step() {
    BatchPlan plan = optimizer.nextBatch();
    optimizer.loss(problem.loss(parameters));
    draws.clear();
    if (layout == Layout.PER_SAMPLE) {
      perSample(plan.samples());
    } else {
      plan.forEach(this::microBatch);
    }
    return optimizer.step(this::again);
  }

  private HostArray again(MicroBatch micro) {
    HostArray gradient = allocate(1);
    problem.gradient(parameters, draws.get(micro.index()), gradient, 0);
    return gradient;
  }

  private void perSample(int samples) {
    HostArray gradients = allocate(samples);
    double[] mean = new double[problem.model().dimension()];
    for (int s = 0; s < samples; s++) {
      double[] draw = problem.draw(1, random);
      problem.gradient(parameters, draw, gradients, s);
      Arrays.setAll(mean, i -> mean[i] + draw[i] / samples);
    }
    draws.add(mean);
    nanos += NANOS_A_MICRO_BATCH + samples * NANOS_A_SAMPLE;
    optimizer.accumulatePerSample(gradients, samples);
  }

  private void microBatch(MicroBatch micro) {
    HostArray gradient = allocate(1);
    draws.add(problem.draw(micro.samples(), random));
    problem.gradient(parameters, draws.getLast(), gradient, 0);
    nanos += NANOS_A_MICRO_BATCH + micro.samples() * NANOS_A_SAMPLE;
    optimizer.accumulate(gradient, micro);
  }

  private HostArray allocate(int rows) {
    return HostArray.allocate(ElementType.FLOAT64, (long) rows * parameters.length());
  }

  /** Returns the loss now. */
  public double loss() {
    return problem.loss(parameters);
  }

  /** Returns the parameters. */
  public HostArray parameters() {
    return parameters;
  }
}
