package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.BatchProposal.Hold;

/**
 * {@link BatchRule#innerProductTest(double, double)}: with {@code V = GᵀΣG/|G|⁴} and {@code N = tr
 * Σ/|G|²} it asks for {@code max(V/θ², (N − V)/ν²)} samples.
 *
 * @param nu ν, infinite without the orthogonality test
 */
record InnerProductRule(double theta, double nu) implements BatchRule {
  InnerProductRule {
    Arguments.positive("theta", theta);
  }

  @Override
  public BatchProposal propose(BatchInput input) {
    double variance = variance(input.alongSignal());
    if (!(variance > 0)) {
      return new Hold(
          Reason.of(
              () -> name() + " holds: along the signal, " + Words.noise(input.alongSignal())));
    }
    if (isAugmented() && !isKnown(input.euclidean())) {
      return new Hold(
          Reason.of(() -> name() + " holds: in all directions, " + Words.noise(input.euclidean())));
    }
    double vLow = along(RateRules.low(input.alongSignal()), variance);
    double vHigh = along(RateRules.high(input.alongSignal()), variance);
    double low = least(vLow, vHigh, RateRules.low(input.euclidean()));
    double nHigh = RateRules.high(input.euclidean());
    double high = Math.max(size(vLow, nHigh), size(vHigh, nHigh));
    return BatchRules.nearest(
        input.batch(),
        low,
        high,
        Reason.of(() -> name() + words(low, high, input)),
        to -> BatchRules.tradeOffGain(input.batch(), to, Math.max(to, 1)));
  }

  private boolean isAugmented() {
    return nu < Double.POSITIVE_INFINITY;
  }

  /** {@code V} from {@code GᵀΣG/|G|²} and {@code GᵀΣG}. */
  private static double along(double ratio, double variance) {
    return ratio * ratio / variance;
  }

  private double size(double v, double n) {
    double across = isAugmented() && v < Double.POSITIVE_INFINITY ? (n - v) / (nu * nu) : 0;
    return Math.max(v / (theta * theta), across);
  }

  /** The size falls with {@code V} up to where both tests call for the same, and rises beyond. */
  private double least(double vLow, double vHigh, double n) {
    double same = isAugmented() ? n * theta * theta / (theta * theta + nu * nu) : 0;
    return size(Math.clamp(same, vLow, vHigh), n);
  }

  private String name() {
    return "inner-product test at theta "
        + Words.number(theta)
        + (isAugmented() ? " and nu " + Words.number(nu) : "");
  }

  private String words(double low, double high, BatchInput input) {
    String across = isAugmented() ? "; in all directions, " + Words.noise(input.euclidean()) : "";
    return " "
        + Words.number(low)
        + (high < Double.POSITIVE_INFINITY ? " to " + Words.number(high) : " or more")
        + ": along the signal, "
        + Words.noise(input.alongSignal())
        + across;
  }

  private static boolean isKnown(NoiseEstimate noise) {
    return noise instanceof NoiseEstimate.Resolved || noise instanceof NoiseEstimate.Unresolved;
  }

  private static double variance(NoiseEstimate along) {
    return switch (along) {
      case NoiseEstimate.Resolved known -> known.traceSigma();
      case NoiseEstimate.Unresolved known -> known.traceSigma();
      case NoiseEstimate.NotReady none -> 0;
      case NoiseEstimate.NonFinite none -> 0;
    };
  }

  @Override
  public boolean countsOnRate() {
    return true;
  }
}
