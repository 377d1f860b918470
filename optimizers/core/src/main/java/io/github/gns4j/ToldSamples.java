package io.github.gns4j;

import io.github.gns4j.gradient.GatheredGradient;
import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.state.Stateful;
import io.github.gns4j.statistics.GradientMoments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;

/**
 * What the caller knows of the gradients of single samples: their squared norms over some segments,
 * though the gradients themselves are never formed. Together with the mean gradient that is all
 * that the moments of the step need. Mutable.
 */
final class ToldSamples implements Stateful {
  private final Segments segments;
  private BitSet covered = new BitSet();
  private boolean complete;
  private double squares;
  private long samples;

  ToldSamples(Segments segments) {
    this.segments = segments;
  }

  /** Says which segments the norms are over. */
  void cover(BitSet chosen) {
    Objects.requireNonNull(chosen, "segments");
    if (chosen.isEmpty() || chosen.length() > segments.count()) {
      throw new IllegalArgumentException(
          "segments are " + chosen + ", allowed: at least one, below " + segments.count());
    }
    boolean all = true;
    for (int i = 0; i < segments.count(); i++) {
      boolean isGradient = segments.get(i).isGradient();
      if (chosen.get(i) && !isGradient) {
        throw new IllegalArgumentException(
            "segment " + segments.get(i).name() + " is statistics, allowed: gradients");
      }
      all &= chosen.get(i) || !isGradient;
    }
    covered = (BitSet) chosen.clone();
    complete = all;
  }

  void add(double sumOfSquares, long count) {
    if (covered.isEmpty()) {
      throw new IllegalStateException("norms of samples were told before their segments");
    }
    samples += Arguments.atLeast("samples", count, 1);
    squares += sumOfSquares;
  }

  /**
   * Moments over the segments.
   *
   * @param complete whether they are all that have gradients
   */
  record Shown(GradientMoments moments, boolean complete) {}

  /** Returns what the step shows, if all its samples were told and they are at least two. */
  Optional<Shown> shown(GatheredGradient gradient, long ofStep) {
    if (samples != ofStep || samples < 2) {
      return Optional.empty();
    }
    double mean = 0;
    for (int i = covered.nextSetBit(0); i >= 0; i = covered.nextSetBit(i + 1)) {
      mean += gradient.sums().get(gradient.norm(), i);
    }
    double deviation = squares - samples * mean;
    GradientMoments moments =
        new GradientMoments(Math.toIntExact(samples), samples, squares, mean, deviation);
    return Optional.of(new Shown(moments, complete));
  }

  void clear() {
    squares = 0;
    samples = 0;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(squares);
    out.writeLong(samples);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    squares = in.readDouble();
    samples = in.readLong();
  }
}
