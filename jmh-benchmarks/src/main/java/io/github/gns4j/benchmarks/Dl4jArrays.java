package io.github.gns4j.benchmarks;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** DL4J's updaters over {@code parameters} parameters, as its training loop calls them. */
@State(Scope.Benchmark)
public class Dl4jArrays {
  /** Number of parameters, as in {@link OptimizerArrays}. */
  @Param({"10000", "1000000", "32000000"})
  public int parameters;

  INDArray weights;
  INDArray gradient;
  GradientUpdater<?> adam;
  GradientUpdater<?> nesterovs;

  /** Makes arrays and updaters. */
  @Setup(Level.Trial)
  public void fill() {
    weights = Nd4j.rand(DataType.FLOAT, 1, parameters).muli(1e-1);
    gradient = Nd4j.rand(DataType.FLOAT, 1, parameters).subi(0.5).muli(1e-3);
    adam = updater(new Adam(1e-3));
    nesterovs = updater(new Nesterovs(1e-3, 0.9));
  }

  private GradientUpdater<?> updater(IUpdater config) {
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, config.stateSize(parameters));
    return config.instantiate(state, true);
  }

  /** Takes a step as {@code BaseMultiLayerUpdater} and {@code StochasticGradientDescent} do. */
  INDArray step(GradientUpdater<?> updater) {
    updater.applyUpdater(gradient, 1, 0);
    return weights.subi(gradient);
  }
}
