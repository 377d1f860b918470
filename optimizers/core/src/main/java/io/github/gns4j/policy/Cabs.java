package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.noise.NoiseEstimate.Unresolved;
import io.github.gns4j.policy.BatchProposal.Hold;
import io.github.gns4j.policy.BatchProposal.Target;
import java.util.OptionalDouble;

/** {@link BatchRule#cabs}. */
record Cabs(double lossFloor) implements BatchRule {
  Cabs {
    Arguments.finite("lossFloor", lossFloor);
  }

  @Override
  public BatchProposal propose(BatchInput in) {
    OptionalDouble batch = batch(in);
    if (batch.isEmpty()) {
      return new Hold(Reason.of(() -> obstacle(in)));
    }
    double best = batch.getAsDouble();
    Reason reason = Reason.of(() -> words(in, best));
    return new Target(best, BatchRules.tradeOffGain(in.batch(), best, best), reason);
  }

  private String words(BatchInput in, double best) {
    return "CABS batch "
        + Words.number(best)
        + " = rate "
        + Words.number(in.learningRate())
        + " * noise "
        + Words.number(trace(in.noise()).getAsDouble())
        + " / loss gap "
        + Words.number(in.loss().getAsDouble() - lossFloor);
  }

  /** Returns {@code η·trΣ/(L − L*)} if it is known and above 0. */
  OptionalDouble batch(BatchInput in) {
    double gap = in.loss().orElse(Double.NaN) - lossFloor;
    double best = in.learningRate() * trace(in.noise()).orElse(Double.NaN) / gap;
    return gap > 0 && best > 0 && Double.isFinite(best)
        ? OptionalDouble.of(best)
        : OptionalDouble.empty();
  }

  /** The trace needs no signal to be resolved. */
  private static OptionalDouble trace(NoiseEstimate noise) {
    return switch (noise) {
      case Resolved r -> OptionalDouble.of(r.traceSigma());
      case Unresolved u -> OptionalDouble.of(u.traceSigma());
      default -> OptionalDouble.empty();
    };
  }

  /** Returns why there is no batch. */
  String obstacle(BatchInput in) {
    OptionalDouble trace = trace(in.noise());
    if (trace.isEmpty() || trace.getAsDouble() <= 0) {
      return "CABS holds: " + Words.noise(in.noise());
    }
    if (in.loss().isEmpty()) {
      return "CABS holds: the loss is not known";
    }
    double loss = in.loss().getAsDouble();
    return loss > lossFloor
        ? "CABS holds: rate times noise over loss is not a batch"
        : "CABS holds: loss "
            + Words.number(loss)
            + " is not above its floor "
            + Words.number(lossFloor);
  }
}
