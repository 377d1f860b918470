package io.github.gns4j.statistics;

import io.github.gns4j.kernels.Arguments;

/**
 * How an optimizer's running mean of gradients changed in one step: {@code m ← kept·m +
 * added·clipping·g}, of the array as it is stored, before any bias correction.
 *
 * @param kept factor of what was there, in [0, 1)
 * @param added factor of the gradient that entered, finite and greater than 0
 * @param clipping factor by which the gradient was shortened before it entered, in [0, 1]
 */
public record MomentumWeights(double kept, double added, double clipping) {
  /** Checks the ranges. */
  public MomentumWeights {
    Arguments.halfOpen("kept", kept, 0, 1);
    Arguments.positive("added", added);
    Arguments.closed("clipping", clipping, 0, 1);
  }

  /** The weights of a gradient that was not clipped. */
  public MomentumWeights(double kept, double added) {
    this(kept, added, 1);
  }

  /** Returns these weights for a gradient that was shortened by a factor in [0, 1]. */
  public MomentumWeights clipped(double coefficient) {
    return coefficient == clipping ? this : new MomentumWeights(kept, added, coefficient);
  }

  /** Returns the weights of Adam's and LAMB's first moment: {@code β₁} and {@code 1 − β₁}. */
  public static MomentumWeights adam(double beta1) {
    return new MomentumWeights(beta1, 1 - beta1);
  }

  /**
   * Returns the weights of SGD's buffer after the first step: {@code μ} and {@code 1 − dampening}.
   */
  public static MomentumWeights sgd(double momentum, double dampening) {
    return new MomentumWeights(momentum, 1 - dampening);
  }

  /** Returns the weights of the step that starts SGD's buffer: the gradient itself, undampened. */
  public static MomentumWeights sgdStart() {
    return new MomentumWeights(0, 1);
  }

  /**
   * Returns {@code (1 + kept)/(1 − kept)}: the number of independent gradients whose plain mean
   * would vary as little as the running mean, and the steps over which it remembers.
   */
  public double window() {
    return (1 + kept) / (1 - kept);
  }
}
