package io.github.gns4j.benchmarks;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Parameters and their gradient as DL4J's training loop has them, and its steps.
 *
 * <p>An updater replaces the gradient by its update, and the next step takes that for its gradient:
 * a copy of a fresh one would be part of what is measured. So updates must keep the size of
 * gradients. Adam's do, whatever the gradient. With momentum {@code μ} and rate {@code η}
 * Nesterov's map of velocity and gradient has the determinant {@code ημ} and the trace {@code μ +
 * (1 + μ)η}, hence the eigenvalues 1 and {@code ημ} at {@code η = 1 − μ}; at other rates the
 * numbers would soon be subnormal, and slow.
 */
final class Nd4jArrays {
  /** A momentum, and the rate that goes with it. */
  static final double MOMENTUM = 0.9;

  static final double NESTEROV_RATE = 0.1;

  private final DataType type;
  private final INDArray weights;
  private final INDArray gradient;

  Nd4jArrays(DataType type, int parameters) {
    this.type = type;
    weights = Nd4j.rand(type, 1, parameters).muli(1e-1);
    gradient = Nd4j.rand(type, 1, parameters).subi(0.5).muli(1e-3);
  }

  GradientUpdater<?> updater(IUpdater config) {
    INDArray state = Nd4j.zeros(type, 1, config.stateSize(weights.length()));
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
