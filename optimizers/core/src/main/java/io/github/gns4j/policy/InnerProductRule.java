package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.BatchProposal.Hold;
import java.util.function.DoubleUnaryOperator;

/** {@link BatchRule#innerProductTest}. */
record InnerProductRule(double theta) implements BatchRule {
  InnerProductRule {
    Arguments.positive("theta", theta);
  }

  @Override
  public BatchProposal propose(BatchInput input) {
    double variance = variance(input.alongSignal());
    String name = "inner-product test at theta " + Words.number(theta);
    if (!(variance > 0)) {
      return new Hold(name + " holds: along the signal, " + Words.noise(input.alongSignal()));
    }
    // With n = GᵀΣG/|G|²: GᵀΣG/(θ²|G|⁴) = n²/(θ²·GᵀΣG).
    double unit = theta * theta * variance;
    DoubleUnaryOperator size = n -> n * n / unit;
    return BatchRules.nearest(
        input.along(),
        name,
        size,
        (n, from, to) -> BatchRules.tradeOffGain(from, to, Math.max(size.applyAsDouble(n), 1)));
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
