package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.state.Stateful;
import io.github.gns4j.statistics.MomentumWeights;
import io.github.gns4j.statistics.TemporalMoments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** The scalars of one block: how far it is, and what its last gradient showed. Mutable. */
final class BlockRecord implements Stateful {
  private final TemporalMoments moments = new TemporalMoments(1);
  private long length;
  private long round;
  private long applied;
  private long skipped;
  private long nonFinite;
  private double gradientSquared;

  /** Number of elements of the block, 0 before its first step. */
  long length() {
    return length;
  }

  /** The network's round in which this block last took part, from 1; 0 before the first. */
  long round() {
    return round;
  }

  /** Steps that changed the moments. */
  long applied() {
    return applied;
  }

  /** Steps that were left out for non-finite elements. */
  long skipped() {
    return skipped;
  }

  /** Non-finite elements of the last gradient. */
  long nonFinite() {
    return nonFinite;
  }

  /** {@code |g|²} of the last gradient, 0 if it was not finite. */
  double gradientSquared() {
    return gradientSquared;
  }

  TemporalMoments moments() {
    return moments;
  }

  /** Notes a round whose gradient was put by for the step that a later one takes. */
  void gather(long inRound, long elements) {
    round = inRound;
    length = elements;
    nonFinite = 0;
  }

  /** Notes a step that was left out. */
  void skip(long inRound, long elements, long nonFiniteElements) {
    round = inRound;
    length = elements;
    skipped++;
    nonFinite = nonFiniteElements;
    gradientSquared = 0;
  }

  /** Notes a step that was taken; {@code weights} is null without a running mean. */
  void apply(long inRound, long elements, Sums sums, MomentumWeights weights, long batch) {
    round = inRound;
    length = elements;
    applied++;
    nonFinite = 0;
    gradientSquared = sums.total(Sum.GRADIENT_SQUARED);
    if (weights != null) {
      moments.step(weights, sums, batch);
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(length);
    out.writeLong(round);
    out.writeLong(applied);
    out.writeLong(skipped);
    out.writeLong(nonFinite);
    out.writeDouble(gradientSquared);
    moments.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    length = in.readLong();
    round = in.readLong();
    applied = in.readLong();
    skipped = in.readLong();
    nonFinite = in.readLong();
    gradientSquared = in.readDouble();
    moments.restore(in);
  }
}
