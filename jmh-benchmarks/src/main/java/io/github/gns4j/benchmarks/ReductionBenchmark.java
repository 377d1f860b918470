package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The passes that reduce gradients. */
public class ReductionBenchmark extends StepBenchmark {
  private static final Accumulation HOW = new Accumulation(1, 64, 64);

  /** Gradients of 32 samples over a million parameters. */
  @State(Scope.Benchmark)
  public static class Rows {
    private static final int ROWS = 32;
    private static final int PARAMETERS = 1_000_000;

    HostArray samples;
    PerSample arrays;
    Sums sums;

    /** Fills the rows. */
    @Setup(Level.Trial)
    public void fill(OptimizerArrays a) {
      Segments segments = Segments.single(PARAMETERS);
      samples = OptimizerArrays.random((long) ROWS * PARAMETERS, 3, 1e-3);
      HostArray mean = HostArray.allocate(ElementType.FLOAT32, PARAMETERS);
      HostArray norms = HostArray.allocate(ElementType.FLOAT64, ROWS);
      arrays = new PerSample(samples, ROWS, mean, norms, segments);
      sums = a.kernels.newSums(segments);
    }
  }

  /** The guard pass. */
  @Benchmark
  public void squaredNorm(OptimizerArrays a) {
    a.kernels.squaredNorm(a.gradient, 1, null, a.sums);
  }

  /** One array read. */
  @Benchmark
  public float squaredNormTraffic(OptimizerArrays a) {
    return a.traffic.move(new HostArray[] {a.gradient}, new HostArray[0]);
  }

  /**
   * Two gradients in turn, so that the mean never settles and deviations stay of the usual size.
   */
  @State(Scope.Benchmark)
  public static class InTurn {
    private HostArray[] gradients;
    private int turn;

    /** Fills the second gradient. */
    @Setup(Level.Trial)
    public void fill(OptimizerArrays a) {
      gradients =
          new HostArray[] {a.gradient, OptimizerArrays.random(a.gradient.length(), 4, 1e-3)};
    }

    HostArray next() {
      turn ^= 1;
      return gradients[turn];
    }
  }

  /** A micro-batch joins the running mean. */
  @Benchmark
  public void accumulate(OptimizerArrays a, InTurn gradients) {
    a.kernels.accumulate(a.first, gradients.next(), a.segments, HOW, null, a.sums);
  }

  /** One array read and one read and written. */
  @Benchmark
  public float accumulateTraffic(OptimizerArrays a) {
    return a.traffic.move(new HostArray[] {a.gradient}, new HostArray[] {a.first});
  }

  /** Per-sample gradients of 32 samples; the size of the parameters does not matter here. */
  @Benchmark
  public void perSampleMoments(OptimizerArrays a, Rows rows) {
    a.kernels.perSampleMoments(rows.arrays, 1, null, rows.sums);
  }

  /** The per-sample gradients read once. */
  @Benchmark
  public float perSampleTraffic(OptimizerArrays a, Rows rows) {
    return a.traffic.move(new HostArray[] {rows.samples}, new HostArray[0]);
  }
}
