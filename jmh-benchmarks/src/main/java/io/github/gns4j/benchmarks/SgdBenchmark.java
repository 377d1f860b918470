package io.github.gns4j.benchmarks;

import io.github.gns4j.kernels.Gate;
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

  /** Updates of the size of gradients, see {@link Nd4jArrays}. */
  private static final SgdHyper STEADY =
      new SgdHyper(
          Nd4jArrays.NESTEROV_RATE, Nd4jArrays.MOMENTUM, 0, Form.NESTEROV, WeightDecay.NONE, false);

  /** Without momentum. */
  private static final SgdHyper PLAIN =
      new SgdHyper(1e-3, 0, 0, Form.CLASSIC, WeightDecay.NONE, false);

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

  /** In place, with the noise statistics, without momentum. */
  @Benchmark
  public void inPlaceWithoutMomentum(OptimizerArrays a) {
    a.kernels.sgdStep(a.stepWithoutMoments(), PLAIN, Gate.OPEN, a.sums);
  }

  /** With the noise statistics, the update put into the gradient, as DL4J wants it. */
  @Benchmark
  public void intoGradient(OptimizerArrays a) {
    a.kernels.sgdStep(a.step(false, Output.UPDATE), STEADY, Gate.OPEN, a.sums);
  }

  /** {@code NoiseAwareSgd}, all that it does in a network's step, and the subtraction. */
  @Benchmark
  public INDArray updaterForm(UpdaterArrays a) {
    return a.step(a.sgd);
  }

  /** The same without the subtraction, which is ND4J's in both halves. */
  @Benchmark
  public INDArray updaterFormAlone(UpdaterArrays a) {
    return a.update(a.sgd);
  }

  /** Five streams: two read and written, one read. */
  @Benchmark
  public int traffic(OptimizerArrays a) {
    return a.traffic.move(a.gradient, a.weights, a.first);
  }

  /** DL4J's Nesterovs without the subtraction. */
  @Benchmark
  public INDArray dl4jAlone(Dl4jArrays a) {
    return a.update(a.nesterovs);
  }

  /** DL4J's Nesterovs and the subtraction. */
  @Benchmark
  public INDArray dl4j(Dl4jArrays a) {
    return a.step(a.nesterovs);
  }

  /** A plain loop over Java arrays. */
  @Benchmark
  public float[] plainJava(PlainJava a) {
    return a.sgd();
  }

  /** ND4J operations one after the other. */
  @Benchmark
  public INDArray nd4jOperations(Nd4jOperations a) {
    return a.sgd();
  }
}
