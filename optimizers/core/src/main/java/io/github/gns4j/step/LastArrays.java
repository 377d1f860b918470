package io.github.gns4j.step;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.StepArrays.Output;

/**
 * The arrays of steps in place, made anew only where parameters or gradient are others than in the
 * two steps before: most loops give the same ones for ever, some two in turn, one of which is
 * filled while the other is stepped with. Not thread-safe.
 */
final class LastArrays {
  private final FlatArray first;
  private final FlatArray second;
  private final Segments segments;
  private StepArrays last;
  private StepArrays lastButOne;

  /**
   * @param first may be null, as in {@link StepArrays}
   * @param second may be null
   */
  LastArrays(FlatArray first, FlatArray second, Segments segments) {
    this.first = first;
    this.second = second;
    this.segments = segments;
  }

  StepArrays with(FlatArray parameters, FlatArray gradient) {
    if (!areOf(last, parameters, gradient)) {
      StepArrays before = lastButOne;
      lastButOne = last;
      last =
          areOf(before, parameters, gradient)
              ? before
              : new StepArrays(parameters, gradient, first, second, segments, Output.PARAMETERS);
    }
    return last;
  }

  @SuppressWarnings("ReferenceEquality") // the same array, not one with the same numbers
  private static boolean areOf(StepArrays arrays, FlatArray parameters, FlatArray gradient) {
    return arrays != null && arrays.parameters() == parameters && arrays.gradient() == gradient;
  }
}
