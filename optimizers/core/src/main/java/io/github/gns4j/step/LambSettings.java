package io.github.gns4j.step;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.LambHyper.Scope;
import io.github.gns4j.kernels.WeightDecay;

/**
 * What does not change from step to step in LAMB; see {@link LambHyper}.
 *
 * @param adam the settings of its direction; the decay must be decoupled
 * @param minRatio smallest trust ratio
 * @param maxRatio greatest trust ratio, infinity for no limit
 * @param scope which segments have a trust ratio other than 1
 */
public record LambSettings(AdamSettings adam, double minRatio, double maxRatio, Scope scope) {
  /** The settings of You et al. 2020 (arXiv 1904.00962): ε = 1e-6, decay 0.01, no clamp. */
  public static final LambSettings DEFAULT =
      new LambSettings(
          new AdamSettings(
              0.9, 0.999, 1e-6, new WeightDecay(0.01, WeightDecay.Kind.DECOUPLED), true),
          0,
          Double.POSITIVE_INFINITY,
          Scope.ALWAYS);

  /** Checks the ranges. */
  public LambSettings {
    var _ = new LambHyper(adam.at(0, 1), minRatio, maxRatio, scope);
  }

  /** Returns the settings of a step whose direction has those of {@code step}. */
  LambHyper with(AdamHyper step) {
    return new LambHyper(step, minRatio, maxRatio, scope);
  }
}
