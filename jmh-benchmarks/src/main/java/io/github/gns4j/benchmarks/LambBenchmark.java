package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.LambHyper.Scope;
import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.kernels.WeightDecay;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;

/** One LAMB step: DL4J has none to compare with. */
public class LambBenchmark extends StepBenchmark {
  private static final LambHyper HYPER =
      new LambHyper(
          new AdamHyper(
              1e-3, 0.9, 0.999, 1e-6, new WeightDecay(0.01, WeightDecay.Kind.DECOUPLED), 0.5, 0.5),
          0,
          Double.POSITIVE_INFINITY,
          Scope.ALWAYS);

  /** In place, with the noise statistics. */
  @Benchmark
  public void inPlace(OptimizerArrays a) {
    a.kernels.lambStep(a.step(true, Output.PARAMETERS), HYPER, Gate.OPEN, a.sums);
  }

  /** The same, with the update put into the gradient, as DL4J wants it. */
  @Benchmark
  public void intoGradient(OptimizerArrays a) {
    a.kernels.lambStep(a.step(true, Output.UPDATE), HYPER, Gate.OPEN, a.sums);
  }

  /** The streams of both phases: moments and gradient, then weights from the moments. */
  @Benchmark
  public int traffic(OptimizerArrays a) {
    int read = a.traffic.move(a.weights);
    read += a.traffic.move(a.gradient, a.first, a.second);
    read += a.traffic.move(a.first);
    return read + a.traffic.move(a.second, a.weights);
  }

  /** Plain loops over Java arrays. */
  @Benchmark
  public float[] plainJava(PlainJava a) {
    return a.lamb();
  }

  /** ND4J operations one after the other. */
  @Benchmark
  public INDArray nd4jOperations(Nd4jOperations a) {
    return a.lamb();
  }
}
