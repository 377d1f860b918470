package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import java.util.Objects;

/**
 * The totals of sums over many segments, as sums of one segment: what a block keeps of a step fits
 * the head of its state array however many tensors it has.
 *
 * @param sums over any segments
 * @param segments one segment
 */
record Totals(Sums sums, Segments segments) implements Sums {
  Totals(Sums sums) {
    this(sums, Segments.single(sums.segments().length()));
  }

  @Override
  public double get(Sum sum, int segment) {
    Objects.checkIndex(segment, segments.count());
    return sums.total(sum);
  }
}
