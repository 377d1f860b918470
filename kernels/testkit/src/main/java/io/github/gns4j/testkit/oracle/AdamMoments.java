package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.WeightDecay;

/**
 * One element of Adam's moments, which LAMB shares: gradient as it enters, moments as stored, and
 * the denominator {@code sqrt(v/c₂) + ε}.
 */
record AdamMoments(Real gradient, Real first, Real second, Real denominator) {
  static AdamMoments of(StepInput in, AdamHyper hyper, Real coefficient, int i) {
    Rounding r = Rounding.of(in.state());
    Real g = r.times(coefficient, Real.exact(in.gradient()[i]));
    if (hyper.decay().isActive() && hyper.decay().kind() == WeightDecay.Kind.COUPLED) {
      g = r.plus(g, r.times(r.scalar(hyper.decay().rate()), in.parameter(i)));
    }
    Real m = mixed(r, hyper.beta1(), in.first()[i], g);
    Real v = mixed(r, hyper.beta2(), in.second()[i], r.times(g, g));
    Real denominator = Metric.denominator(r, v, hyper.correction2(), hyper.epsilon());
    return new AdamMoments(g, m, v, denominator);
  }

  /** {@code β·old + (1 − β)·x}, as stored. */
  private static Real mixed(Rounding r, double beta, double old, Real x) {
    Real kept = r.times(r.scalar(beta), Real.exact(old));
    return r.store(r.plus(kept, r.times(r.scalar(1 - beta), x)));
  }

  /** {@code factor·m/(sqrt(v/c₂) + ε)}. */
  Real direction(Rounding r, double factor) {
    return r.over(r.times(r.scalar(factor), first), denominator);
  }

  void addTo(SegmentTotals totals, Rounding r) {
    totals.addSquare(Sum.GRADIENT_SQUARED, gradient);
    totals.addSquare(Sum.MEAN_SQUARED, first);
    Real weighed = Metric.weigh(r, second, denominator, gradient);
    totals.addSquare(Sum.GRADIENT_SQUARED_METRIC, weighed);
    totals.addSquare(Sum.MEAN_SQUARED_METRIC, Metric.weigh(r, second, denominator, first));
  }
}
