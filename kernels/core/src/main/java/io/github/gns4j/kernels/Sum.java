package io.github.gns4j.kernels;

/**
 * The sums that kernels leave behind, one double per segment each. Which pass fills which is said
 * at the methods of {@link Kernels}; a pass sets all sums that it does not fill to 0.
 *
 * <p>{@code METRIC} sums weigh each element by {@code P² = 1/(sqrt(v̂) + ε)²} (Pollux, OSDI 2021,
 * §4); elements with {@code v = 0} count nothing.
 *
 * <p>Sums are as exact as their largest terms allow however small these are, but for first moments
 * that float holds with fewer than its digits, below 2⁻¹²⁶: these may count as 0.
 */
public enum Sum {
  /** {@code Σ g²} of the gradient that came in. */
  GRADIENT_SQUARED,
  /** {@code Σ m²} of the mean that the pass leaves (mean gradient, or first moment). */
  MEAN_SQUARED,
  /** {@code Σ (g − mean)²}; against which mean is said at each pass. */
  DEVIATION_SQUARED,
  /** {@link #GRADIENT_SQUARED} in the optimizer's metric. */
  GRADIENT_SQUARED_METRIC,
  /** {@link #MEAN_SQUARED} in the optimizer's metric. */
  MEAN_SQUARED_METRIC,
  /** {@link #DEVIATION_SQUARED} in the optimizer's metric. */
  DEVIATION_SQUARED_METRIC,
  /** {@code Σ u²} of the direction of the step, before learning rate and trust ratio. */
  UPDATE_SQUARED,
  /** {@code Σ w²} of the parameters before a step of LAMB. */
  PARAMETER_SQUARED,
  /** {@code Σ a·b} of two arrays. */
  DOT,
  /** LAMB's trust ratio of the segment (not additive). */
  TRUST_RATIO,
  /** Number of gradient elements that are NaN or infinite. */
  NON_FINITE;

  static final int COUNT = values().length;
}
