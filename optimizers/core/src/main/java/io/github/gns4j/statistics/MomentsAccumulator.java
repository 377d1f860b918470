package io.github.gns4j.statistics;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Gathers the {@link GradientMoments} of one step from the sums of {@code Kernels.accumulate} and
 * {@code Kernels.perSampleMoments}, per segment and in both metrics, without cancellation: a
 * micro-batch of {@code b} samples that joins a mean of {@code n} adds {@code n·b/(n + b)·|m −
 * mean|²} to {@code Σ b_j|m_j − ḡ|²} (Chan, Golub &amp; LeVeque 1983). Both orders and both splits
 * of the samples give the same moments up to rounding. Nothing is allocated but the results. Not
 * thread-safe.
 */
public final class MomentsAccumulator implements Stateful {
  private final int segments;
  private final SegmentSums euclidean;
  private final SegmentSums optimizer;
  private int groups;
  private long samples;
  private long nonFinite;

  /**
   * Creates an empty accumulator.
   *
   * @param segments number of segments of the gradient, at least 0
   */
  public MomentsAccumulator(int segments) {
    this.segments = Arguments.atLeast("segments", segments, 0);
    euclidean = new SegmentSums(Metric.EUCLIDEAN, segments);
    optimizer = new SegmentSums(Metric.OPTIMIZER, segments);
  }

  /** Forgets everything: the next gradient starts a new step. */
  public void clear() {
    euclidean.clear();
    optimizer.clear();
    groups = 0;
    samples = 0;
    nonFinite = 0;
  }

  /**
   * Adds one group: the mean gradient of {@code added} samples.
   *
   * @param sums of the {@code Kernels.accumulate} that took it into the running mean of the {@link
   *     #samples} before it
   * @param added {@code b}, at least 1
   */
  public void addMicroBatch(Sums sums, long added) {
    checkSegments(sums);
    Arguments.atLeast("added", added, 1);
    join(sums, added);
    euclidean.addSquares(sums, 1, added);
    optimizer.addSquares(sums, 1, added);
    groups = Math.addExact(groups, 1);
  }

  /**
   * Adds {@code rows} groups of one sample each, the first of the step.
   *
   * @param sums of {@code Kernels.perSampleMoments}
   * @param rows number of samples, at least 1
   * @throws IllegalStateException if something was added before; then {@link #addPerSample(Sums,
   *     Sums, int)} is the right one
   */
  public void addPerSample(Sums sums, int rows) {
    if (samples != 0) {
      throw new IllegalStateException(
          samples + " samples were added before, needed: how their mean differs");
    }
    checkSegments(sums);
    Arguments.atLeast("rows", rows, 1);
    addRows(sums, rows);
    euclidean.setMeans(sums);
    optimizer.setMeans(sums);
    nonFinite = sums.nonFinite();
    samples = rows;
  }

  /**
   * Adds {@code rows} groups of one sample each to those that were added before.
   *
   * @param sums of {@code Kernels.perSampleMoments} over the rows
   * @param joined of the {@code Kernels.accumulate} that took the mean of the rows into the running
   *     mean of the {@link #samples} before it
   * @param rows number of samples, at least 1
   */
  public void addPerSample(Sums sums, Sums joined, int rows) {
    checkSegments(sums);
    checkSegments(joined);
    Arguments.atLeast("rows", rows, 1);
    addRows(sums, rows);
    join(joined, rows);
  }

  private void addRows(Sums sums, int rows) {
    euclidean.addSquares(sums, 1, 1);
    optimizer.addSquares(sums, 1, 1);
    euclidean.addDeviations(sums, 1);
    optimizer.addDeviations(sums, 1);
    groups = Math.addExact(groups, rows);
  }

  private void join(Sums sums, long added) {
    double weight = (double) samples * added / (samples + added);
    euclidean.addDeviations(sums, weight);
    optimizer.addDeviations(sums, weight);
    euclidean.setMeans(sums);
    optimizer.setMeans(sums);
    // The running mean keeps what was not finite: the count of the last pass is that of all.
    nonFinite = Math.max(nonFinite, sums.nonFinite());
    samples += added;
  }

  private void checkSegments(Sums sums) {
    if (sums.segments().count() != segments) {
      throw new IllegalArgumentException(
          "sums of " + sums.segments().count() + " segments, allowed: " + segments);
    }
  }

  /** Returns the number of groups so far. */
  public int groups() {
    return groups;
  }

  /** Returns the number of samples so far. */
  public long samples() {
    return samples;
  }

  /**
   * Returns the number of non-finite elements of the mean gradient: above 0 the step is skipped.
   */
  public long nonFinite() {
    return nonFinite;
  }

  /**
   * Returns the moments over all segments.
   *
   * @throws IllegalStateException if nothing was added
   */
  public GradientMoments total(Metric metric) {
    SegmentSums sums = in(metric);
    return moments(sums.totalSquares(), sums.totalMean(), sums.totalDeviation());
  }

  /**
   * Returns the moments of one segment.
   *
   * @throws IllegalStateException if nothing was added
   */
  public GradientMoments segment(Metric metric, int segment) {
    SegmentSums sums = in(metric);
    return moments(sums.squares(segment), sums.mean(segment), sums.deviation(segment));
  }

  private SegmentSums in(Metric metric) {
    return metric == Metric.EUCLIDEAN ? euclidean : optimizer;
  }

  private GradientMoments moments(double q, double mean, double deviation) {
    if (groups == 0) {
      throw new IllegalStateException("no gradient was added, needed: at least one");
    }
    return new GradientMoments(groups, samples, q, mean, deviation);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeInt(groups);
    out.writeLong(samples);
    out.writeLong(nonFinite);
    euclidean.save(out);
    optimizer.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    groups = in.readInt();
    samples = in.readLong();
    nonFinite = in.readLong();
    euclidean.restore(in);
    optimizer.restore(in);
  }
}
