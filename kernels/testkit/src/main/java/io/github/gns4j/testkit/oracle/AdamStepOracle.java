package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.WeightDecay;

/** {@link io.github.gns4j.kernels.Kernels#adamStep}. */
public final class AdamStepOracle {
  private final AdamHyper hyper;
  private final StepInput in;
  private final Rounding r;
  private final Real coefficient;
  private final StepOutcome out;

  private AdamStepOracle(StepInput in, AdamHyper hyper, Real coefficient) {
    this.hyper = hyper;
    this.in = in;
    this.r = Rounding.of(in.state());
    this.coefficient = coefficient;
    this.out = StepOutcome.of(in);
  }

  /** Returns what the step should leave. */
  public static StepOutcome run(StepInput in, AdamHyper hyper, AppliedGate gate) {
    return gate.applies()
        ? new AdamStepOracle(in, hyper, gate.coefficient()).run()
        : StepOutcome.skipped(in, gate);
  }

  private StepOutcome run() {
    for (int s = 0; s < in.segments().count(); s++) {
      Segment segment = in.segments().get(s);
      SegmentTotals totals = new SegmentTotals(r);
      for (int i = (int) segment.offset(); i < segment.offset() + segment.length(); i++) {
        if (segment.isGradient()) {
          element(i, totals);
        } else {
          out.applyStatistic(in, r, i);
        }
      }
      totals.writeTo(out.sums(), s);
    }
    return out;
  }

  private void element(int i, SegmentTotals totals) {
    Real w = in.parameter(i);
    AdamMoments moments = AdamMoments.of(in, hyper, coefficient, i);
    out.first().set(i, moments.first());
    out.second().set(i, moments.second());
    Real update = moments.direction(r, hyper.learningRate() / hyper.correction1());
    if (hyper.decay().isActive() && hyper.decay().kind() == WeightDecay.Kind.DECOUPLED) {
      double rate = hyper.learningRate() * hyper.decay().rate();
      update = r.plus(update, r.times(r.scalar(rate), w));
    }
    out.apply(in, r, i, update);
    totals.count(in.gradient()[i]);
    moments.addTo(totals, r);
    totals.addSquare(Sum.UPDATE_SQUARED, moments.direction(r, 1 / hyper.correction1()));
  }
}
