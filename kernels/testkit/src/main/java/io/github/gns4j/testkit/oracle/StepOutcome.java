package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;

/**
 * What a step should leave in each array (null where none was given) and in the sums.
 *
 * @param parameters the parameters
 * @param gradient the gradient array: as it was, or the update
 * @param first momentum buffer or first moment
 * @param second second moment
 * @param sums the sums
 */
public record StepOutcome(
    Expected parameters, Expected gradient, Expected first, Expected second, OracleSums sums) {
  /** Starts with everything as it is and sums of 0. */
  static StepOutcome of(StepInput input) {
    return new StepOutcome(
        Expected.startingFrom(input.parameters()),
        Expected.startingFrom(input.gradient()),
        Expected.startingFrom(input.first()),
        Expected.startingFrom(input.second()),
        new OracleSums(input.segments()));
  }

  /** A step whose gate does not apply: nothing moves, an update is 0, the count is the gate's. */
  static StepOutcome skipped(StepInput input, AppliedGate gate) {
    StepOutcome outcome = of(input);
    if (input.intoGradient()) {
      outcome.gradient.setAll(0);
    }
    Segments segments = input.segments();
    for (int s = 0; s < segments.count(); s++) {
      Real count = Real.exact(gate.sums().get(Sum.NON_FINITE, s));
      outcome.sums.set(Sum.NON_FINITE, s, count);
    }
    return outcome;
  }

  /** Subtracts {@code update} from the parameter, or leaves it in the gradient array. */
  void apply(StepInput input, Rounding r, int index, Real update) {
    if (input.intoGradient()) {
      gradient.set(index, r.store(update));
    } else {
      parameters.set(index, r.store(r.minus(input.parameter(index), update)));
    }
  }

  /** A running statistic: its entry is subtracted as it is. */
  void applyStatistic(StepInput input, Rounding r, int index) {
    if (!input.intoGradient()) {
      apply(input, r, index, Real.exact(input.gradient()[index]));
    }
  }
}
