package io.github.gns4j.benchmarks;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareBuilder;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.report.StepReport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * A whole step of {@link NoiseAwareOptimizer}: guard or accumulation, step, estimate, decision,
 * report.
 */
public class OptimizerStepBenchmark extends StepBenchmark {
  private static final int SAMPLES = 64;

  /** An optimizer and two gradients that it gets in turn, so that there is noise to tell. */
  public abstract static class Whole extends Configured {
    /** Micro-batches of a step; the gradient of a single one is not copied. */
    @Param("1")
    public int microBatches;

    private HostArray[] gradients;
    private NoiseAwareOptimizer optimizer;
    private int turn;

    abstract NoiseAwareBuilder<?> builder();

    /** Makes the optimizer. */
    @Setup(Level.Trial)
    public void make() {
      Kernels kernels = select((long) parameters * (4 * stateType().bytes() + 2 * type.bytes()));
      gradients = new HostArray[] {gradient(2), gradient(4)};
      int samples = Math.multiplyExact(SAMPLES, microBatches);
      optimizer =
          builder()
              .batch(BatchRule.fixed().between(samples, samples).startingAt(samples))
              .maxMicroBatch(SAMPLES)
              .kernels(kernels)
              .forParameters(weights());
    }

    final StepReport step() {
      gather();
      return optimizer.step();
    }

    final void advance() {
      gather();
      optimizer.advance();
    }

    private void gather() {
      for (MicroBatch micro : optimizer.nextBatch()) {
        turn ^= 1;
        optimizer.accumulate(gradients[turn], micro);
      }
    }
  }

  /** Adam. */
  public static class Adam extends Whole {
    @Override
    NoiseAwareBuilder<?> builder() {
      return NoiseAware.adam();
    }
  }

  /** SGD with momentum. */
  public static class Sgd extends Whole {
    @Override
    NoiseAwareBuilder<?> builder() {
      return NoiseAware.sgd().momentum(0.9);
    }
  }

  /** LAMB. */
  public static class Lamb extends Whole {
    @Override
    NoiseAwareBuilder<?> builder() {
      return NoiseAware.lamb();
    }
  }

  /** A step of Adam. */
  @Benchmark
  public StepReport adam(Adam whole) {
    return whole.step();
  }

  /** The same without a report. */
  @Benchmark
  public void adamWithoutReport(Adam whole) {
    whole.advance();
  }

  /** A step of SGD. */
  @Benchmark
  public StepReport sgd(Sgd whole) {
    return whole.step();
  }

  /** The same without a report. */
  @Benchmark
  public void sgdWithoutReport(Sgd whole) {
    whole.advance();
  }

  /** A step of LAMB. */
  @Benchmark
  public StepReport lamb(Lamb whole) {
    return whole.step();
  }

  /** The same without a report. */
  @Benchmark
  public void lambWithoutReport(Lamb whole) {
    whole.advance();
  }
}
