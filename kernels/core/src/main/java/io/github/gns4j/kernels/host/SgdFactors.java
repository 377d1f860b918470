package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.WeightDecay;

/** Scalars of an SGD step, in double; the loops narrow them once. Set anew for every step. */
final class SgdFactors {
  private double momentum;
  private double gain;
  private double rate;
  private double shrink;
  private Direction direction;

  /** The direction of a step. */
  enum Direction {
    GRADIENT,
    BUFFER,
    NESTEROV
  }

  /** Takes the settings of a step. */
  void set(SgdHyper hyper) {
    WeightDecay decay = hyper.decay();
    boolean decoupled = decay.isActive() && decay.kind() == WeightDecay.Kind.DECOUPLED;
    momentum = hyper.momentum();
    gain = hyper.start() ? 1 : 1 - hyper.dampening();
    rate = hyper.learningRate();
    shrink = decoupled ? rate * decay.rate() : 0;
    direction = direction(hyper);
  }

  private static Direction direction(SgdHyper hyper) {
    if (hyper.momentum() == 0) {
      return Direction.GRADIENT;
    }
    return hyper.form() == SgdHyper.Form.NESTEROV ? Direction.NESTEROV : Direction.BUFFER;
  }

  /** {@code μ}. */
  double momentum() {
    return momentum;
  }

  /** Factor of the gradient in the buffer, {@code 1 − dampening}, or 1 at the start. */
  double gain() {
    return gain;
  }

  /** Learning rate {@code η}. */
  double rate() {
    return rate;
  }

  /** {@code ηλ} with decoupled decay, otherwise 0. */
  double shrink() {
    return shrink;
  }

  /** Which direction the step takes. */
  Direction direction() {
    return direction;
  }

  /** Returns the factor of the parameters in place. */
  double keep() {
    return 1 - shrink;
  }
}
