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
  private static final Metric[] METRICS = Metric.values();

  private final int segments;
  private final double[][] squares;
  private final double[][] means;
  private final double[][] deviations;
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
    squares = new double[METRICS.length][segments];
    means = new double[METRICS.length][segments];
    deviations = new double[METRICS.length][segments];
  }

  /** Forgets everything: the next gradient starts a new step. */
  public void clear() {
    for (int metric = 0; metric < METRICS.length; metric++) {
      for (int i = 0; i < segments; i++) {
        squares[metric][i] = 0;
        means[metric][i] = 0;
        deviations[metric][i] = 0;
      }
    }
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
    for (Metric metric : METRICS) {
      double[] square = squares[metric.ordinal()];
      for (int i = 0; i < segments; i++) {
        square[i] += added * sums.get(metric.gradientSquared(), i);
      }
    }
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
    for (Metric metric : METRICS) {
      double[] mean = means[metric.ordinal()];
      for (int i = 0; i < segments; i++) {
        mean[i] = sums.get(metric.meanSquared(), i);
      }
    }
    nonFinite += sums.nonFinite();
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
    for (Metric metric : METRICS) {
      double[] square = squares[metric.ordinal()];
      double[] deviation = deviations[metric.ordinal()];
      for (int i = 0; i < segments; i++) {
        square[i] += sums.get(metric.gradientSquared(), i);
        deviation[i] += sums.get(metric.deviationSquared(), i);
      }
    }
    groups = Math.addExact(groups, rows);
  }

  private void join(Sums sums, long added) {
    double weight = (double) samples * added / (samples + added);
    for (Metric metric : METRICS) {
      double[] mean = means[metric.ordinal()];
      double[] deviation = deviations[metric.ordinal()];
      for (int i = 0; i < segments; i++) {
        deviation[i] += weight * sums.get(metric.deviationSquared(), i);
        mean[i] = sums.get(metric.meanSquared(), i);
      }
    }
    nonFinite += sums.nonFinite();
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

  /** Returns the number of non-finite gradient elements so far: above 0 the step is skipped. */
  public long nonFinite() {
    return nonFinite;
  }

  /**
   * Returns the moments over all segments.
   *
   * @throws IllegalStateException if nothing was added
   */
  public GradientMoments total(Metric metric) {
    double q = 0;
    double mean = 0;
    double deviation = 0;
    for (int i = 0; i < segments; i++) {
      q += squares[metric.ordinal()][i];
      mean += means[metric.ordinal()][i];
      deviation += deviations[metric.ordinal()][i];
    }
    return moments(q, mean, deviation);
  }

  /**
   * Returns the moments of one segment.
   *
   * @throws IllegalStateException if nothing was added
   */
  public GradientMoments segment(Metric metric, int segment) {
    int m = metric.ordinal();
    return moments(squares[m][segment], means[m][segment], deviations[m][segment]);
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
    for (int metric = 0; metric < METRICS.length; metric++) {
      for (int i = 0; i < segments; i++) {
        out.writeDouble(squares[metric][i]);
        out.writeDouble(means[metric][i]);
        out.writeDouble(deviations[metric][i]);
      }
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    groups = in.readInt();
    samples = in.readLong();
    nonFinite = in.readLong();
    for (int metric = 0; metric < METRICS.length; metric++) {
      for (int i = 0; i < segments; i++) {
        squares[metric][i] = in.readDouble();
        means[metric][i] = in.readDouble();
        deviations[metric][i] = in.readDouble();
      }
    }
  }
}
