package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;

/**
 * How a loss is scaled so that gradients in float16 neither vanish below its smallest number nor
 * overflow (Micikevicius et al. 2018, arXiv 1710.03740, §3.2). The scale falls when a gradient is
 * not finite and rises after a run of steps that were; {@link #dynamic} has the settings of
 * PyTorch's {@code GradScaler}, the limits of Apex, and the hysteresis of Megatron-LM and
 * DeepSpeed.
 *
 * <p>Powers of two scale without rounding; other numbers are allowed.
 *
 * @param initial scale of the first step, between {@code min} and {@code max}
 * @param growth factor of a rise, at least 1
 * @param backoff factor of a fall, in (0, 1]
 * @param growthInterval finite steps in a row before a rise, at least 1
 * @param hysteresis non-finite steps until the scale falls, at least 1: with 1 at the first, with
 *     {@code h} at the {@code h}-th since the scale last rose and at each one after it
 * @param min least scale, finite and greater than 0
 * @param max greatest scale, finite
 */
public record LossScaling(
    double initial,
    double growth,
    double backoff,
    int growthInterval,
    int hysteresis,
    double min,
    double max) {
  private static final LossScaling DYNAMIC = new LossScaling(0x1p16, 2, 0.5, 2000, 1, 1, 0x1p24);

  /** Checks the ranges. */
  public LossScaling {
    Arguments.positive("min", min);
    Arguments.finite("max", max);
    if (max < min) {
      throw new IllegalArgumentException("max is " + max + ", allowed: at least min, " + min);
    }
    Arguments.closed("initial", initial, min, max);
    Arguments.finite("growth", growth);
    if (growth < 1) {
      throw new IllegalArgumentException("growth is " + growth + ", allowed: at least 1");
    }
    if (!(backoff > 0 && backoff <= 1)) {
      throw new IllegalArgumentException("backoff is " + backoff + ", allowed: (0, 1]");
    }
    Arguments.atLeast("growthInterval", growthInterval, 1);
    Arguments.atLeast("hysteresis", hysteresis, 1);
  }

  /** No scaling: the loss as it is. */
  public static LossScaling none() {
    return fixed(1);
  }

  /** A scale that never changes, finite and greater than 0. */
  public static LossScaling fixed(double scale) {
    Arguments.positive("scale", scale);
    return new LossScaling(scale, 1, 1, Integer.MAX_VALUE, 1, scale, scale);
  }

  /**
   * A scale that starts at 65536, halves at every non-finite step and doubles after 2000 finite
   * ones, between 1 and 2²⁴.
   */
  public static LossScaling dynamic() {
    return DYNAMIC;
  }

  /** Returns this scaling with another first scale. */
  public LossScaling startingAt(double scale) {
    return new LossScaling(scale, growth, backoff, growthInterval, hysteresis, min, max);
  }

  /** Returns this scaling with rises by {@code factor} after {@code interval} finite steps. */
  public LossScaling growing(double factor, int interval) {
    return new LossScaling(initial, factor, backoff, interval, hysteresis, min, max);
  }

  /** Returns this scaling with falls by {@code factor} after {@code steps} non-finite steps. */
  public LossScaling backingOff(double factor, int steps) {
    return new LossScaling(initial, growth, factor, growthInterval, steps, min, max);
  }

  /** Returns this scaling with other limits; the first scale must lie within. */
  public LossScaling between(double least, double greatest) {
    return new LossScaling(initial, growth, backoff, growthInterval, hysteresis, least, greatest);
  }

  /** Returns whether the loss is left as it is, always. */
  public boolean isNone() {
    return min == 1 && max == 1;
  }
}
