package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.WeightDecay;

/** {@link io.github.gns4j.kernels.Kernels#sgdStep}. */
public final class SgdStepOracle {
  private final SgdHyper hyper;
  private final StepInput in;
  private final Rounding r;
  private final Real coefficient;
  private final StepOutcome out;

  private SgdStepOracle(StepInput in, SgdHyper hyper, Real coefficient) {
    this.hyper = hyper;
    this.in = in;
    this.r = Rounding.of(in.state());
    this.coefficient = coefficient;
    this.out = StepOutcome.of(in);
  }

  /** Returns what the step should leave. */
  public static StepOutcome run(StepInput in, SgdHyper hyper, AppliedGate gate) {
    return gate.applies()
        ? new SgdStepOracle(in, hyper, gate.coefficient()).run()
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
    Real g = r.times(coefficient, Real.exact(in.gradient()[i]));
    if (hyper.decay().isActive() && hyper.decay().kind() == WeightDecay.Kind.COUPLED) {
      g = r.plus(g, r.times(r.scalar(hyper.decay().rate()), w));
    }
    Real direction = direction(i, g, totals);
    Real update = r.times(r.scalar(hyper.learningRate()), direction);
    if (hyper.decay().isActive() && hyper.decay().kind() == WeightDecay.Kind.DECOUPLED) {
      double rate = hyper.learningRate() * hyper.decay().rate();
      update = r.plus(update, r.times(r.scalar(rate), w));
    }
    out.apply(in, r, i, update);
    totals.count(in.gradient()[i]);
    totals.addSquare(Sum.GRADIENT_SQUARED, g);
    totals.addSquare(Sum.UPDATE_SQUARED, direction);
  }

  private Real direction(int i, Real g, SegmentTotals totals) {
    if (hyper.momentum() == 0) {
      return g;
    }
    Real momentum = r.scalar(hyper.momentum());
    Real buffer = g;
    if (!hyper.start()) {
      Real kept = r.times(momentum, Real.exact(in.first()[i]));
      buffer = r.store(r.plus(kept, r.times(r.scalar(1 - hyper.dampening()), g)));
    }
    out.first().set(i, r.store(buffer));
    totals.addSquare(Sum.MEAN_SQUARED, buffer);
    boolean nesterov = hyper.form() == SgdHyper.Form.NESTEROV;
    return nesterov ? r.plus(g, r.times(momentum, buffer)) : buffer;
  }
}
