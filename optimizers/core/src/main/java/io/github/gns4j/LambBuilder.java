package io.github.gns4j;

import io.github.gns4j.kernels.LambHyper.Scope;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.policy.Clipping;
import io.github.gns4j.policy.LearningRateRule;
import io.github.gns4j.policy.ProbePolicy;
import io.github.gns4j.step.AdamSettings;
import io.github.gns4j.step.LambRule;
import io.github.gns4j.step.LambSettings;
import io.github.gns4j.step.StepRule;

/**
 * Builds a noise-aware LAMB: β₁ = 0.9, β₂ = 0.999, ε = 1e-6, weight decay 0.01 and trust ratios
 * without a clamp unless set (You et al. 2020, arXiv 1904.00962); the rate follows the square root
 * of AdaScale's gain. The search of {@link #auto()} ends at a rate of 0.01.
 */
public final class LambBuilder extends NoiseAwareBuilder<LambBuilder> {
  /**
   * Where the search of {@link #auto()} ends. A step of LAMB is its rate times the length of each
   * tensor, whatever the gradient; where gradients are noise, the steps {@code η} of a first moment
   * {@code β₁} make that length grow by {@code η²(1 + β₁)/(2(1 − β₁))} a step, without a bound and
   * unseen by a probe of one step: by 0.1% at this rate, 0.9% at 0.03 and 10% at 0.1.
   */
  private static final double LARGEST_FOUND_RATE = 0.01;

  private AdamSettings adam = LambSettings.DEFAULT.adam();
  private double minRatio = LambSettings.DEFAULT.minRatio();
  private double maxRatio = LambSettings.DEFAULT.maxRatio();
  private Scope scope = LambSettings.DEFAULT.scope();

  LambBuilder() {
    super("lamb", 2e-3, LearningRateRule.squareRootAdaScale());
  }

  /** Sets the decay of the first moment, in [0, 1). */
  public LambBuilder beta1(double beta1) {
    adam =
        new AdamSettings(beta1, adam.beta2(), adam.epsilon(), adam.decay(), adam.biasCorrection());
    return set("beta1", beta1);
  }

  /** Sets the decay of the second moment, in [0, 1). */
  public LambBuilder beta2(double beta2) {
    adam =
        new AdamSettings(adam.beta1(), beta2, adam.epsilon(), adam.decay(), adam.biasCorrection());
    return set("beta2", beta2);
  }

  /** Sets {@code ε}, finite and above 0. */
  public LambBuilder epsilon(double epsilon) {
    adam =
        new AdamSettings(adam.beta1(), adam.beta2(), epsilon, adam.decay(), adam.biasCorrection());
    return set("epsilon", epsilon);
  }

  /** Sets decoupled weight decay, at least 0. */
  public LambBuilder weightDecay(double rate) {
    WeightDecay decay = new WeightDecay(rate, WeightDecay.Kind.DECOUPLED);
    adam =
        new AdamSettings(adam.beta1(), adam.beta2(), adam.epsilon(), decay, adam.biasCorrection());
    return set("weightDecay", rate);
  }

  /** Leaves out the bias correction of the moments, as some implementations do. */
  public LambBuilder withoutBiasCorrection() {
    adam = new AdamSettings(adam.beta1(), adam.beta2(), adam.epsilon(), adam.decay(), false);
    return set("biasCorrection", "none");
  }

  /** Clamps trust ratios to {@code [min, max]}, {@code 0 <= min <= max}, {@code max > 0}. */
  public LambBuilder trustRatio(double min, double max) {
    new LambSettings(adam, min, max, scope);
    this.minRatio = min;
    this.maxRatio = max;
    return set("trustRatio", "[" + min + ", " + max + "]");
  }

  /**
   * Normalises the whole gradient to length 1 where it is longer, before the moments see it: the
   * pre-normalisation of NVIDIA's LAMB (FusedLAMB of Apex with {@code max_grad_norm = 1}). The same
   * as {@code clipping(Clipping.toNorm(1))}; off unless set.
   */
  public LambBuilder preNormalization() {
    return clipping(Clipping.toNorm(1)).set("preNormalization", true);
  }

  /** Leaves the trust ratio at 1 when there is no weight decay: Apex's default. */
  public LambBuilder trustRatioWithDecayOnly() {
    this.scope = Scope.WITH_DECAY;
    return set("trustRatioScope", scope);
  }

  @Override
  ProbePolicy probePolicy() {
    return ProbePolicy.defaults().upTo(LARGEST_FOUND_RATE);
  }

  @Override
  StepRule.Factory rule() {
    LambSettings chosen = new LambSettings(adam, minRatio, maxRatio, scope);
    return (kernels, parameters, segments) -> new LambRule(chosen, kernels, parameters, segments);
  }

  @Override
  LambBuilder self() {
    return this;
  }
}
