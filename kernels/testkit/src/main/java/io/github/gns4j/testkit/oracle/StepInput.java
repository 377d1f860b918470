package io.github.gns4j.testkit.oracle;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;

/**
 * The contents of the arrays before a step.
 *
 * @param parameters null if not given
 * @param gradient the gradient
 * @param first momentum buffer or first moment, null if there is none
 * @param second second moment, null if there is none
 * @param segments layout
 * @param output where the step goes
 * @param state type of the state
 */
@SuppressWarnings("ArrayRecordComponent") // holds what it is given, is never compared
public record StepInput(
    double[] parameters,
    double[] gradient,
    double[] first,
    double[] second,
    Segments segments,
    StepArrays.Output output,
    ElementType state) {
  Real parameter(int index) {
    return parameters == null ? Real.ZERO : Real.exact(parameters[index]);
  }

  boolean intoGradient() {
    return output == StepArrays.Output.UPDATE;
  }
}
