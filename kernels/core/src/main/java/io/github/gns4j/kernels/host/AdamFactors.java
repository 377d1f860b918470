package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.WeightDecay;

/**
 * Scalars of an Adam or LAMB step, in double; the loops narrow them once.
 *
 * @param beta1 {@code β₁}
 * @param beta2 {@code β₂}
 * @param correction {@code 1/c₁}
 * @param metric scalars of {@code P = 1/(sqrt(v/c₂) + ε)}
 * @param rate learning rate {@code η}
 * @param keep factor of the parameters in an Adam step, {@code 1 − ηλ} with decoupled decay
 * @param decay decoupled {@code λ}, for the direction of LAMB
 */
record AdamFactors(
    double beta1,
    double beta2,
    double correction,
    MetricFactors metric,
    double rate,
    double keep,
    double decay) {
  /** Returns {@code η/c₁}, the factor of {@code m·P} in the step. */
  double stepSize() {
    return rate * correction;
  }

  static AdamFactors of(AdamHyper hyper) {
    WeightDecay decay = hyper.decay();
    double decoupled = decay.kind() == WeightDecay.Kind.DECOUPLED ? decay.rate() : 0;
    return new AdamFactors(
        hyper.beta1(),
        hyper.beta2(),
        1 / hyper.correction1(),
        new MetricFactors(1 / Math.sqrt(hyper.correction2()), hyper.epsilon()),
        hyper.learningRate(),
        1 - hyper.learningRate() * decoupled,
        decoupled);
  }
}
