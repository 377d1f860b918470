package io.github.gns4j.kernels;

/**
 * How a micro-batch enters the running mean: {@code m = scale·g}, {@code mean ← mean + added /
 * (previous + added) · (m − mean)}; with {@code previous = 0} the mean is {@code m}, whatever stood
 * in its memory (Chan, Golub &amp; LeVeque 1983, the update of a weighted mean).
 *
 * @param scale factor that turns the array that came in into the mean gradient of its samples: 1,
 *     or 1/samples for a gradient summed over samples, and 1/loss scale; finite and not 0
 * @param previous samples already in the mean, at least 0
 * @param added samples of this micro-batch, at least 1
 */
public record Accumulation(double scale, long previous, long added) {
  /** Checks the ranges. */
  public Accumulation {
    if (scale == 0) {
      throw new IllegalArgumentException("scale is 0, allowed: finite and not 0");
    }
    Arguments.finite("scale", scale);
    Arguments.atLeast("previous", previous, 0);
    Arguments.atLeast("added", added, 1);
  }

  /** Returns {@code added / (previous + added)}. */
  public double weight() {
    return (double) added / (previous + added);
  }
}
