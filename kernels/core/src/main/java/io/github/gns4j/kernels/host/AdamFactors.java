package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.WeightDecay;

/**
 * Scalars of an Adam or LAMB step, in double; the loops narrow them once. Set anew for every step.
 */
final class AdamFactors {
  private final MetricFactors metric = new MetricFactors();
  private double beta1;
  private double beta2;
  private double correction;
  private double rate;
  private double keep;
  private double decay;

  /** Takes the settings of a step. */
  void set(AdamHyper hyper) {
    WeightDecay weights = hyper.decay();
    decay = weights.kind() == WeightDecay.Kind.DECOUPLED ? weights.rate() : 0;
    beta1 = hyper.beta1();
    beta2 = hyper.beta2();
    correction = 1 / hyper.correction1();
    metric.set(hyper.correction2(), hyper.epsilon());
    rate = hyper.learningRate();
    keep = 1 - rate * decay;
  }

  /** {@code β₁}. */
  double beta1() {
    return beta1;
  }

  /** {@code β₂}. */
  double beta2() {
    return beta2;
  }

  /** {@code 1/c₁}. */
  double correction() {
    return correction;
  }

  /** Scalars of {@code P = 1/(sqrt(v/c₂) + ε)}. */
  MetricFactors metric() {
    return metric;
  }

  /** Learning rate {@code η}. */
  double rate() {
    return rate;
  }

  /** Factor of the parameters in an Adam step, {@code 1 − ηλ} with decoupled decay. */
  double keep() {
    return keep;
  }

  /** Decoupled {@code λ}, for the direction of LAMB. */
  double decay() {
    return decay;
  }

  /** Returns {@code η/c₁}, the factor of {@code m·P} in the step. */
  double stepSize() {
    return rate * correction;
  }
}
