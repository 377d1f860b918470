package io.github.gns4j.report;

/**
 * The gradient of a step.
 *
 * @param norm {@code |ḡ|} before clipping, unscaled; NaN-free: 0 if the step was skipped
 * @param clipCoefficient factor it was shortened by, 1 if not
 * @param nonFinite number of elements that were NaN or infinite; above 0 the step was skipped
 * @param lossScale loss scale it came with, 1 for none
 * @param clipRate share of the last 100 or so applied steps that were clipped, in [0, 1]
 */
public record GradientReport(
    double norm, double clipCoefficient, long nonFinite, double lossScale, double clipRate) {
  /** A report of an optimizer that does not clip. */
  public GradientReport(double norm, double clipCoefficient, long nonFinite, double lossScale) {
    this(norm, clipCoefficient, nonFinite, lossScale, 0);
  }

  /** Returns whether the step was skipped. */
  public boolean isSkipped() {
    return nonFinite > 0;
  }
}
