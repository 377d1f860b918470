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
  private final TemporalMoments moments;
  private long length;
  private long round;
  private long applied;
  private long skipped;
  private long nonFinite;
  private double gradientSquared;

  BlockRecord() {
    this(new TemporalMoments(1));
  }

  private BlockRecord(TemporalMoments moments) {
    this.moments = moments;
  }

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

  /**
   * Returns the record of a part of this block, between rounds. Sums of squares over its elements
   * are not known: the part gets {@code share} of this block's. The parts of a block add up, and so
   * do all estimates of the network, since what later steps add to the sums is linear; what one
   * part has too much by itself fades with the window of the running mean.
   *
   * @param share of the elements of this block, in (0, 1]
   * @param first whether it is the first part, which is the one to tell non-finite elements
   */
  BlockRecord part(double share, boolean first) {
    BlockRecord part = new BlockRecord(moments.share(share));
    part.length = length;
    part.round = round;
    part.applied = applied;
    part.skipped = skipped;
    part.nonFinite = first ? nonFinite : 0;
    part.gradientSquared = share * gradientSquared;
    return part;
  }

  /** Returns whether this block took the same steps as another. */
  boolean isAsFarAs(BlockRecord other) {
    return round == other.round
        && applied == other.applied
        && skipped == other.skipped
        && moments.hasWeightsOf(other.moments);
  }

  /** Takes in the elements of a block that {@linkplain #isAsFarAs is as far}. */
  void join(BlockRecord other) {
    nonFinite += other.nonFinite;
    gradientSquared += other.gradientSquared;
    moments.join(other.moments);
  }

  /** Sets the number of elements, unless this is before the first step. */
  void resize(long elements) {
    length = length == 0 ? 0 : elements;
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
