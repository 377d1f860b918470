package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.HostArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The passes over flat arrays that are no steps. */
public class ReductionBenchmark extends StepBenchmark {
  private static final Accumulation HOW = new Accumulation(1, 64, 64);
  private static final double AVERAGE_WEIGHT = 1e-3;

  /** The guard pass. */
  @Benchmark
  public void squaredNorm(OptimizerArrays a) {
    a.kernels.squaredNorm(a.gradient, 1, null, a.sums);
  }

  /** One array read. */
  @Benchmark
  public int squaredNormTraffic(OptimizerArrays a) {
    return a.traffic.move(a.gradient);
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
      gradients = new HostArray[] {a.gradient, a.gradient(4)};
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
  public int accumulateTraffic(OptimizerArrays a) {
    return a.traffic.move(a.gradient, a.first);
  }

  /** A dot product of two arrays of the state. */
  @Benchmark
  public void dot(OptimizerArrays a) {
    a.kernels.dot(a.weights, a.first, a.sums);
  }

  /** Two arrays read, one after the other. */
  @Benchmark
  public int dotTraffic(OptimizerArrays a) {
    return a.traffic.move(a.weights) + a.traffic.move(a.first);
  }

  /** The parameters join their average. */
  @Benchmark
  public void average(OptimizerArrays a) {
    a.kernels.average(a.first, a.weights, AVERAGE_WEIGHT);
  }

  /** One array of the state read and one read and written. */
  @Benchmark
  public int averageTraffic(OptimizerArrays a) {
    return a.traffic.move(a.weights, a.first);
  }

  /** One array of the state copied to another. */
  @Benchmark
  public void copy(OptimizerArrays a) {
    a.kernels.copy(a.weights, a.first);
  }

  /** The squared norm in a plain loop over a Java array. */
  @Benchmark
  public double squaredNormPlainJava(PlainJava a) {
    return a.squaredNorm();
  }

  /** A running mean in a plain loop over Java arrays. */
  @Benchmark
  public float[] accumulatePlainJava(PlainJava a) {
    return a.accumulate();
  }

  /** A dot product in a plain loop over Java arrays. */
  @Benchmark
  public double dotPlainJava(PlainJava a) {
    return a.dot();
  }

  /** An average in a plain loop over Java arrays. */
  @Benchmark
  public float[] averagePlainJava(PlainJava a) {
    return a.average();
  }

  /** ND4J's norm, squared. */
  @Benchmark
  public double squaredNormNd4j(Nd4jOperations a) {
    return a.squaredNorm();
  }

  /** The dot product of ND4J's BLAS. */
  @Benchmark
  public double dotNd4j(Nd4jOperations a) {
    return a.dot();
  }
}
