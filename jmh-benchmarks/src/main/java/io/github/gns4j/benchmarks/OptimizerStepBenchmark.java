package io.github.gns4j.benchmarks;

import io.github.gns4j.NoiseAware;
import io.github.gns4j.NoiseAwareOptimizer;
import io.github.gns4j.report.StepReport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A whole step of {@link NoiseAwareOptimizer}: guard, step, estimate, decision, report. */
public class OptimizerStepBenchmark extends StepBenchmark {
  /** An optimizer with Adam. */
  @State(Scope.Benchmark)
  public static class Whole {
    /** Number of parameters. */
    @Param({"1000", "10000", "1000000", "32000000"})
    public int size;

    private final OptimizerArrays arrays = new OptimizerArrays();
    private NoiseAwareOptimizer optimizer;

    /** Makes the optimizer. */
    @Setup(Level.Trial)
    public void make() {
      arrays.parameters = size;
      arrays.fill();
      optimizer = NoiseAware.adam().batchSize(64).forParameters(arrays.weights);
    }
  }

  /** One step of a batch in one piece. */
  @Benchmark
  public StepReport adam(Whole whole) {
    whole.optimizer.accumulate(whole.arrays.gradient, whole.optimizer.nextBatch().microBatch(0));
    return whole.optimizer.step();
  }
}
