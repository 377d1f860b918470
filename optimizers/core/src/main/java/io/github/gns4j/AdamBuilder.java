package io.github.gns4j;

import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.step.AdamRule;
import io.github.gns4j.step.AdamSettings;
import io.github.gns4j.step.StepRule;

/**
 * Builds a noise-aware Adam: β₁ = 0.9, β₂ = 0.999, ε = 1e-8 and no weight decay unless set (Kingma
 * &amp; Ba 2015, arXiv 1412.6980); the rate follows the square root of AdaScale's gain.
 */
public final class AdamBuilder extends NoiseAwareBuilder<AdamBuilder> {
  private AdamSettings settings = AdamSettings.DEFAULT;

  AdamBuilder() {
    super("adam", 1e-3, LearningRateRule.squareRootAdaScale());
  }

  /** Sets the decay of the first moment, in [0, 1). */
  public AdamBuilder beta1(double beta1) {
    settings =
        new AdamSettings(beta1, settings.beta2(), settings.epsilon(), settings.decay(), true);
    return set("beta1", beta1);
  }

  /** Sets the decay of the second moment, in [0, 1). */
  public AdamBuilder beta2(double beta2) {
    settings =
        new AdamSettings(settings.beta1(), beta2, settings.epsilon(), settings.decay(), true);
    return set("beta2", beta2);
  }

  /** Sets {@code ε}, added outside the root after bias correction; finite and above 0. */
  public AdamBuilder epsilon(double epsilon) {
    settings =
        new AdamSettings(settings.beta1(), settings.beta2(), epsilon, settings.decay(), true);
    return set("epsilon", epsilon);
  }

  /** Sets decoupled weight decay (AdamW; Loshchilov &amp; Hutter 2019), at least 0. */
  public AdamBuilder weightDecay(double rate) {
    return decay(new WeightDecay(rate, WeightDecay.Kind.DECOUPLED));
  }

  /** Sets weight decay added to the gradient (L2 regularisation), at least 0. */
  public AdamBuilder l2(double rate) {
    return decay(new WeightDecay(rate, WeightDecay.Kind.COUPLED));
  }

  private AdamBuilder decay(WeightDecay decay) {
    settings =
        new AdamSettings(settings.beta1(), settings.beta2(), settings.epsilon(), decay, true);
    return set("weightDecay", decay);
  }

  @Override
  StepRule.Factory rule() {
    AdamSettings chosen = settings;
    return (kernels, parameters, segments) -> new AdamRule(chosen, kernels, parameters, segments);
  }

  @Override
  AdamBuilder self() {
    return this;
  }
}
