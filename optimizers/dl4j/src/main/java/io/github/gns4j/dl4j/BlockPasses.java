package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;

/**
 * The passes over a block of parameters: what is in the gradient, then the step; with accumulation
 * one that mixes gradients. Not thread-safe.
 */
final class BlockPasses {
  private final Kernels kernels = Kernels.select(Placement.HOST);
  private final Segments segments;
  private final Sums guard;
  private final Sums sums;
  private final Sums totals;

  BlockPasses(Segments segments) {
    this.segments = segments;
    this.guard = kernels.newSums(segments);
    this.sums = kernels.newSums(segments);
    this.totals = new Totals(sums);
  }

  Segments segments() {
    return segments;
  }

  /**
   * Mixes the gradient of a part into the mean of those before; at the last part of a step mixes
   * the mean into the gradient.
   *
   * @return whether the gradient is now that of the whole step
   */
  boolean gather(FlatArray mean, FlatArray gradient, Part part) {
    if (!part.isLast()) {
      kernels.average(mean, gradient, part.weight());
    } else if (part.index() > 1) {
      kernels.average(gradient, mean, 1 - part.weight());
    }
    return part.isLast();
  }

  /** Replaces the gradient by the update, or leaves it out if it has non-finite elements. */
  void step(
      UpdaterAlgorithm algorithm, UpdaterAlgorithm.Arrays arrays, UpdaterAlgorithm.Pace pace) {
    kernels.squaredNorm(arrays.gradient(), 1, null, guard);
    algorithm.step(kernels, arrays, pace, Gate.finite(guard, Sum.GRADIENT_SQUARED), sums);
  }

  /** Non-finite elements of the last gradient. */
  long nonFinite() {
    return guard.nonFinite();
  }

  /** Sums of the last step over the whole block. */
  Sums totals() {
    return totals;
  }
}
