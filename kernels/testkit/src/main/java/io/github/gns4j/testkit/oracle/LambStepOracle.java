package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.Segment;
import io.github.gns4j.kernels.Sum;

/** {@link io.github.gns4j.kernels.Kernels#lambStep}. */
public final class LambStepOracle {
  private final LambHyper hyper;
  private final StepInput in;
  private final Rounding r;
  private final Real coefficient;
  private final StepOutcome out;

  private LambStepOracle(StepInput in, LambHyper hyper, Real coefficient) {
    this.hyper = hyper;
    this.in = in;
    this.r = Rounding.of(in.state());
    this.coefficient = coefficient;
    this.out = StepOutcome.of(in);
  }

  /** Returns what the step should leave. */
  public static StepOutcome run(StepInput in, LambHyper hyper, AppliedGate gate) {
    return gate.applies()
        ? new LambStepOracle(in, hyper, gate.coefficient()).run()
        : StepOutcome.skipped(in, gate);
  }

  private StepOutcome run() {
    for (int s = 0; s < in.segments().count(); s++) {
      Segment segment = in.segments().get(s);
      if (segment.isGradient()) {
        gradientSegment(segment, s);
      } else {
        for (int i = (int) segment.offset(); i < segment.offset() + segment.length(); i++) {
          out.applyStatistic(in, r, i);
        }
      }
    }
    return out;
  }

  private void gradientSegment(Segment segment, int s) {
    SegmentTotals totals = new SegmentTotals(r);
    Real[] u = new Real[(int) segment.length()];
    int offset = (int) segment.offset();
    for (int k = 0; k < u.length; k++) {
      u[k] = element(offset + k, totals);
    }
    totals.writeTo(out.sums(), s);
    Real ratio = ratio(totals.sum(Sum.PARAMETER_SQUARED), totals.sum(Sum.UPDATE_SQUARED));
    out.sums().set(Sum.TRUST_RATIO, s, ratio);
    for (int k = 0; k < u.length; k++) {
      Real rate = r.times(r.scalar(hyper.adam().learningRate()), ratio);
      out.apply(in, r, offset + k, r.times(rate, u[k]));
    }
  }

  private Real element(int i, SegmentTotals totals) {
    AdamMoments moments = AdamMoments.of(in, hyper.adam(), coefficient, i);
    out.first().set(i, moments.first());
    out.second().set(i, moments.second());
    Real u = moments.direction(r, 1 / hyper.adam().correction1());
    if (hyper.adam().decay().isActive()) {
      u = r.plus(u, r.times(r.scalar(hyper.adam().decay().rate()), in.parameter(i)));
    }
    totals.count(in.gradient()[i]);
    moments.addTo(totals, r);
    totals.addSquare(Sum.UPDATE_SQUARED, u);
    totals.addSquare(Sum.PARAMETER_SQUARED, in.parameter(i));
    return u;
  }

  private Real ratio(Real parameterSquared, Real updateSquared) {
    boolean adapts = hyper.scope() == LambHyper.Scope.ALWAYS || hyper.adam().decay().isActive();
    if (!adapts || !(parameterSquared.value() > 0) || !(updateSquared.value() > 0)) {
      return Real.exact(1);
    }
    Rounding doubles = Rounding.of(ElementType.FLOAT64);
    Real ratio = doubles.over(doubles.root(parameterSquared), doubles.root(updateSquared));
    double clamped = Math.min(Math.max(ratio.value(), hyper.minRatio()), hyper.maxRatio());
    return new Real(clamped, ratio.error());
  }
}
