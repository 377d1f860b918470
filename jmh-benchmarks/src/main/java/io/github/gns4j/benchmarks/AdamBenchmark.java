package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.WeightDecay;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;

/** One Adam step. */
public class AdamBenchmark extends StepBenchmark {
  private static final AdamHyper HYPER =
      new AdamHyper(1e-3, 0.9, 0.999, 1e-8, WeightDecay.NONE, 0.5, 0.5);

  /** In place, with the noise statistics. */
  @Benchmark
  public void inPlace(OptimizerArrays a) {
    a.kernels.adamStep(a.step(true, Output.PARAMETERS), HYPER, Gate.OPEN, a.sums);
  }

  /** In place, without statistics. */
  @Benchmark
  public void inPlaceWithoutStatistics(OptimizerArrays a) {
    a.kernels.adamStep(a.step(true, Output.PARAMETERS), HYPER, Gate.OPEN, null);
  }

  /** In place with statistics, after the guard pass that a batch in one piece needs. */
  @Benchmark
  public void inPlaceGuarded(OptimizerArrays a) {
    a.kernels.squaredNorm(a.gradient, 1, null, a.sums);
    Gate gate = Gate.finite(a.sums, Sum.GRADIENT_SQUARED);
    a.kernels.adamStep(a.step(true, Output.PARAMETERS), HYPER, gate, a.stepSums);
  }

  /** With the noise statistics, the update put into the gradient, as DL4J wants it. */
  @Benchmark
  public void intoGradient(OptimizerArrays a) {
    a.kernels.adamStep(a.step(true, Output.UPDATE), HYPER, Gate.OPEN, a.sums);
  }

  /** {@code NoiseAwareAdam}, all that it does in a network's step, and the subtraction. */
  @Benchmark
  public INDArray updaterForm(UpdaterArrays a) {
    return a.step(a.adam);
  }

  /** The same without the subtraction, which is ND4J's in both halves. */
  @Benchmark
  public INDArray updaterFormAlone(UpdaterArrays a) {
    return a.update(a.adam);
  }

  /** Seven streams: three read and written, one read. */
  @Benchmark
  public int traffic(OptimizerArrays a) {
    return a.traffic.move(a.gradient, a.weights, a.first, a.second);
  }

  /** In place, with statistics of each of 64 segments. */
  @Benchmark
  public void inPlaceIn64Segments(OptimizerArrays a) {
    a.kernels.adamStep(a.stepInLayers(), HYPER, Gate.OPEN, a.layerSums);
  }

  /** A plain loop over Java arrays. */
  @Benchmark
  public float[] plainJava(PlainJava a) {
    return a.adam();
  }

  /** ND4J operations one after the other. */
  @Benchmark
  public INDArray nd4jOperations(Nd4jOperations a) {
    return a.adam();
  }

  /** DL4J's Adam and the subtraction. */
  @Benchmark
  public INDArray dl4j(Dl4jArrays a) {
    return a.step(a.adam);
  }

  /** DL4J's Adam without the subtraction. */
  @Benchmark
  public INDArray dl4jAlone(Dl4jArrays a) {
    return a.update(a.adam);
  }
}
