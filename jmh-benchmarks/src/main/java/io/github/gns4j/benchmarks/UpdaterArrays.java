package io.github.gns4j.benchmarks;

import io.github.gns4j.dl4j.NdArrays;
import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.StepArrays.Output;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What {@code NoiseAwareAdam} does with the arrays that DL4J gives it. */
@State(Scope.Benchmark)
public class UpdaterArrays {
  /** Number of parameters, as in {@link OptimizerArrays}. */
  @Param({"10000", "1000000", "32000000"})
  public int parameters;

  private INDArray weights;
  private INDArray gradient;
  private Kernels kernels;
  private Sums guard;
  private Sums sums;
  private StepArrays arrays;

  /** Makes the arrays. */
  @Setup(Level.Trial)
  public void fill() {
    kernels = Kernels.select();
    weights = Nd4j.rand(DataType.FLOAT, 1, parameters).muli(1e-1);
    gradient = Nd4j.rand(DataType.FLOAT, 1, parameters).subi(0.5).muli(1e-3);
    HostArray view = NdArrays.view("gradient", gradient);
    Segments segments = Segments.single(parameters);
    guard = kernels.newSums(segments);
    sums = kernels.newSums(segments);
    arrays =
        new StepArrays(
            null,
            view,
            HostArray.allocate(view.type(), parameters),
            HostArray.allocate(view.type(), parameters),
            segments,
            Output.UPDATE);
  }

  INDArray step(AdamHyper hyper) {
    kernels.squaredNorm(arrays.gradient(), 1, null, guard);
    kernels.adamStep(arrays, hyper, Gate.finite(guard, Sum.GRADIENT_SQUARED), sums);
    return weights.subi(gradient);
  }
}
