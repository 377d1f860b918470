package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.Sum;

/**
 * The metric of an adaptive optimizer: element {@code i} weighs {@code 1/(sqrt(v_i/c) + ε)}, and
 * nothing where {@code v_i = 0}.
 *
 * @param secondMoment {@code v}
 * @param biasCorrection {@code c}
 * @param epsilon {@code ε}
 */
@SuppressWarnings("ArrayRecordComponent") // holds what it is given, is never compared
public record Metric(double[] secondMoment, double biasCorrection, double epsilon) {
  /** Returns {@code x} in the metric at element {@code index}. */
  Real weigh(Rounding r, int index, Real x) {
    Real v = Real.exact(secondMoment[index]);
    return weigh(r, v, denominator(r, v, biasCorrection, epsilon), x);
  }

  /** Returns {@code sqrt(v/c) + ε}. */
  static Real denominator(Rounding r, Real v, double correction, double epsilon) {
    return r.plus(r.root(r.over(v, r.scalar(correction))), r.scalar(epsilon));
  }

  /** Returns {@code x} over a denominator made of {@code v}, and 0 where {@code v} is 0. */
  static Real weigh(Rounding r, Real v, Real denominator, Real x) {
    return v.value() == 0 ? Real.ZERO : r.over(x, denominator);
  }

  /** Returns the sum that holds {@code sum} in the metric. */
  static Sum counterpart(Sum sum) {
    return switch (sum) {
      case GRADIENT_SQUARED -> Sum.GRADIENT_SQUARED_METRIC;
      case MEAN_SQUARED -> Sum.MEAN_SQUARED_METRIC;
      case DEVIATION_SQUARED -> Sum.DEVIATION_SQUARED_METRIC;
      default -> throw new IllegalArgumentException(sum + " has no form in the metric");
    };
  }
}
