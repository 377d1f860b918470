package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.WeightDecay;

/**
 * Scalars of an SGD step, in double; the loops narrow them once.
 *
 * @param momentum {@code μ}
 * @param gain factor of the gradient in the buffer, {@code 1 − dampening}, or 1 at the start
 * @param rate learning rate {@code η}
 * @param shrink {@code ηλ} with decoupled decay, otherwise 0
 * @param direction which direction the step takes
 */
record SgdFactors(double momentum, double gain, double rate, double shrink, Direction direction) {
  /** The direction of a step. */
  enum Direction {
    GRADIENT,
    BUFFER,
    NESTEROV
  }

  /** Returns the factor of the parameters in place. */
  double keep() {
    return 1 - shrink;
  }

  static SgdFactors of(SgdHyper hyper) {
    WeightDecay decay = hyper.decay();
    boolean decoupled = decay.isActive() && decay.kind() == WeightDecay.Kind.DECOUPLED;
    return new SgdFactors(
        hyper.momentum(),
        hyper.start() ? 1 : 1 - hyper.dampening(),
        hyper.learningRate(),
        decoupled ? hyper.learningRate() * decay.rate() : 0,
        direction(hyper));
  }

  private static Direction direction(SgdHyper hyper) {
    if (hyper.momentum() == 0) {
      return Direction.GRADIENT;
    }
    return hyper.form() == SgdHyper.Form.NESTEROV ? Direction.NESTEROV : Direction.BUFFER;
  }
}
