package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.SgdHyper.Form;
import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.kernels.WeightDecay;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;

/** One step of SGD with Nesterov's momentum. */
public class SgdBenchmark extends StepBenchmark {
  private static final SgdHyper HYPER =
      new SgdHyper(1e-3, 0.9, 0, Form.NESTEROV, WeightDecay.NONE, false);

  /** In place, with the noise statistics. */
  @Benchmark
  public void inPlace(OptimizerArrays a) {
    a.kernels.sgdStep(a.step(false, Output.PARAMETERS), HYPER, Gate.OPEN, a.sums);
  }

  /** In place, without statistics. */
  @Benchmark
  public void inPlaceWithoutStatistics(OptimizerArrays a) {
    a.kernels.sgdStep(a.step(false, Output.PARAMETERS), HYPER, Gate.OPEN, null);
  }

  /** Five streams: two read and written, one read. */
  @Benchmark
  public float traffic(OptimizerArrays a) {
    return a.traffic.move(new HostArray[] {a.gradient}, new HostArray[] {a.weights, a.first});
  }

  /** DL4J's Nesterovs and the subtraction. */
  @Benchmark
  public INDArray dl4j(Dl4jArrays a) {
    return a.step(a.nesterovs);
  }
}
