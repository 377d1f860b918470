package io.github.gns4j.step;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.state.Stateful;
import io.github.gns4j.statistics.MomentumWeights;
import java.util.List;
import java.util.Optional;

/**
 * An optimizer's step: which kernel takes it and what it keeps between steps. Not thread-safe.
 *
 * <p>The number of applied steps is part of the state; a step that the gate skips does not count.
 */
public interface StepRule extends Stateful {
  /** Returns the name of the optimizer, for reports: {@code "Adam"}, … */
  String name();

  /**
   * Takes a step.
   *
   * @param parameters the parameters, which change
   * @param gradient the gradient array
   * @param learningRate rate, finite and at least 0
   * @param gate skip, clipping and scale
   * @param sums receives the by-products of the pass
   */
  void apply(FlatArray parameters, FlatArray gradient, double learningRate, Gate gate, Sums sums);

  /**
   * Returns the metric that the optimizer moves in, from the steps so far; empty for SGD, and for
   * adaptive optimizers before their third step: a second moment of one or two gradients is no
   * measure of the next one.
   */
  Optional<Preconditioner> metric();

  /** Returns whether the optimizer measures noise in a metric other than the Euclidean one. */
  boolean isAdaptive();

  /** Returns the decay of all weights, rate 0 for none. */
  WeightDecay weightDecay();

  /**
   * Returns how the running mean of gradients was made at the last applied step, if one is kept.
   */
  Optional<MomentumWeights> meanWeights();

  /** Returns the arrays that are part of the state, for saving. */
  List<FlatArray> state();

  /** Makes a rule for parameters of a given layout. */
  @FunctionalInterface
  interface Factory {
    /**
     * Allocates the state.
     *
     * @param kernels kernels in whose memory it lives
     * @param parameters an array of the type and length of the parameters
     * @param segments its layout
     */
    StepRule create(Kernels kernels, FlatArray parameters, Segments segments);
  }
}
