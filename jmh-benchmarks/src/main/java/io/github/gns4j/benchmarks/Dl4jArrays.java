package io.github.gns4j.benchmarks;

import io.github.gns4j.dl4j.NoiseAwareAdam;
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

/**
 * DL4J's updaters and {@code NoiseAwareAdam} over {@code parameters} parameters, as DL4J's training
 * loop calls them.
 *
 * <p>An updater replaces the gradient by its update, and the next step takes that for its gradient:
 * a copy of a fresh one would be part of what is measured. So updates must keep the size of
 * gradients. Adam's do, whatever the gradient. With momentum {@code μ} and rate {@code η}
 * Nesterov's map of velocity and gradient has the determinant {@code ημ} and the trace {@code μ +
 * (1 + μ)η}, hence the eigenvalues 1 and {@code ημ} at {@code η = 1 − μ}; at other rates the
 * numbers would soon be subnormal, and slow.
 */
@State(Scope.Benchmark)
public class Dl4jArrays {
  /** Number of parameters, as in {@link OptimizerArrays}. */
  @Param({"10000", "1000000", "32000000"})
  public int parameters;

  INDArray weights;
  INDArray gradient;
  GradientUpdater<?> adam;
  GradientUpdater<?> nesterovs;
  GradientUpdater<?> noiseAware;

  /** Makes arrays and updaters. */
  @Setup(Level.Trial)
  public void fill() {
    weights = Nd4j.rand(DataType.FLOAT, 1, parameters).muli(1e-1);
    gradient = Nd4j.rand(DataType.FLOAT, 1, parameters).subi(0.5).muli(1e-3);
    adam = updater(new Adam(1e-3));
    nesterovs = updater(new Nesterovs(0.1, 0.9));
    noiseAware = updater(NoiseAwareAdam.builder().learningRate(1e-3).build());
  }

  private GradientUpdater<?> updater(IUpdater config) {
    INDArray state = Nd4j.zeros(DataType.FLOAT, 1, config.stateSize(parameters));
    return config.instantiate(state, true);
  }

  /** Takes a step as {@code BaseMultiLayerUpdater} and {@code StochasticGradientDescent} do. */
  INDArray step(GradientUpdater<?> updater) {
    return weights.subi(update(updater));
  }

  /** The updater's part of a step. */
  INDArray update(GradientUpdater<?> updater) {
    updater.applyUpdater(gradient, 1, 0);
    return gradient;
  }
}
