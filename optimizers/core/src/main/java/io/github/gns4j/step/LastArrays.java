package io.github.gns4j.step;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.StepArrays.Output;

/**
 * The arrays of steps in place, made anew only where parameters or gradient are others than in the
 * step before: most loops give the same ones for ever. Not thread-safe.
 */
final class LastArrays {
  private final FlatArray first;
  private final FlatArray second;
  private final Segments segments;
  private StepArrays last;

  /**
   * @param first may be null, as in {@link StepArrays}
   * @param second may be null
   */
  LastArrays(FlatArray first, FlatArray second, Segments segments) {
    this.first = first;
    this.second = second;
    this.segments = segments;
  }

  @SuppressWarnings("ReferenceEquality") // the same array, not one with the same numbers
  StepArrays with(FlatArray parameters, FlatArray gradient) {
    if (last == null || last.parameters() != parameters || last.gradient() != gradient) {
      last = new StepArrays(parameters, gradient, first, second, segments, Output.PARAMETERS);
    }
    return last;
  }
}
