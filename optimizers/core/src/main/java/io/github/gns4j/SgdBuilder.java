package io.github.gns4j;

import io.github.gns4j.kernels.SgdHyper.Form;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.step.SgdRule;
import io.github.gns4j.step.SgdSettings;
import io.github.gns4j.step.StepRule;

/**
 * Builds a noise-aware SGD: classic momentum 0.9 and no weight decay unless set; the rate follows
 * AdaScale's gain. Without momentum no running mean of gradients is kept, and the noise can be told
 * only from micro-batches or per-sample gradients.
 */
public final class SgdBuilder extends NoiseAwareBuilder<SgdBuilder> {
  private double momentum = SgdSettings.DEFAULT.momentum();
  private double dampening = SgdSettings.DEFAULT.dampening();
  private Form form = SgdSettings.DEFAULT.form();
  private WeightDecay decay = SgdSettings.DEFAULT.decay();

  SgdBuilder() {
    super("sgd", 0.01, LearningRateRule.adaScale());
  }

  /** Sets classic momentum, in [0, 1); 0 for none. */
  public SgdBuilder momentum(double momentum) {
    new SgdSettings(momentum, 0, Form.CLASSIC, WeightDecay.NONE);
    this.momentum = momentum;
    return set("momentum", momentum);
  }

  /** Sets dampening, in [0, 1]. */
  public SgdBuilder dampening(double dampening) {
    new SgdSettings(0, dampening, Form.CLASSIC, WeightDecay.NONE);
    this.dampening = dampening;
    return set("dampening", dampening);
  }

  /** Chooses Nesterov's form; needs momentum above 0 and dampening 0. */
  public SgdBuilder nesterov() {
    this.form = Form.NESTEROV;
    return set("form", form);
  }

  /** Sets weight decay added to the gradient (L2 regularisation), at least 0. */
  public SgdBuilder weightDecay(double rate) {
    this.decay = new WeightDecay(rate, WeightDecay.Kind.COUPLED);
    return set("weightDecay", decay);
  }

  @Override
  StepRule.Factory rule() {
    SgdSettings chosen = new SgdSettings(momentum, dampening, form, decay);
    return (kernels, parameters, segments) -> new SgdRule(chosen, kernels, parameters, segments);
  }

  @Override
  SgdBuilder self() {
    return this;
  }
}
