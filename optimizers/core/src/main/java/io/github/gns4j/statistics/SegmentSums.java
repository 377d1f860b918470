package io.github.gns4j.statistics;

import io.github.gns4j.kernels.Sums;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/** Three sums for each segment in one metric: of squares, of the mean, and of deviations. */
final class SegmentSums implements Stateful {
  private final Metric metric;
  private final double[] squares;
  private final double[] means;
  private final double[] deviations;

  SegmentSums(Metric metric, int segments) {
    this.metric = metric;
    squares = new double[segments];
    means = new double[segments];
    deviations = new double[segments];
  }

  void clear() {
    Arrays.fill(squares, 0);
    Arrays.fill(means, 0);
    Arrays.fill(deviations, 0);
  }

  /** {@code squares ← kept·squares + added·|g|²}. */
  void addSquares(Sums sums, double kept, double added) {
    for (int i = 0; i < squares.length; i++) {
      squares[i] = kept * squares[i] + added * sums.get(metric.gradientSquared(), i);
    }
  }

  void addDeviations(Sums sums, double weight) {
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] += weight * sums.get(metric.deviationSquared(), i);
    }
  }

  /** Adds {@code factor} times other sums, deviations too. */
  void add(SegmentSums other, double factor) {
    for (int i = 0; i < squares.length; i++) {
      squares[i] += factor * other.squares[i];
      means[i] += factor * other.means[i];
      deviations[i] += factor * other.deviations[i];
    }
  }

  void setMeans(Sums sums) {
    for (int i = 0; i < means.length; i++) {
      means[i] = sums.get(metric.meanSquared(), i);
    }
  }

  /** Returns whether what {@link TemporalMoments} takes from {@code sums} is finite. */
  boolean isFinite(Sums sums) {
    return Double.isFinite(sums.total(metric.gradientSquared()))
        && Double.isFinite(sums.total(metric.meanSquared()));
  }

  double squares(int segment) {
    return squares[segment];
  }

  double mean(int segment) {
    return means[segment];
  }

  double deviation(int segment) {
    return deviations[segment];
  }

  double totalSquares() {
    return total(squares);
  }

  double totalMean() {
    return total(means);
  }

  double totalDeviation() {
    return total(deviations);
  }

  private static double total(double[] values) {
    double total = 0;
    for (double value : values) {
      total += value;
    }
    return total;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (int i = 0; i < squares.length; i++) {
      out.writeDouble(squares[i]);
      out.writeDouble(means[i]);
      out.writeDouble(deviations[i]);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (int i = 0; i < squares.length; i++) {
      squares[i] = in.readDouble();
      means[i] = in.readDouble();
      deviations[i] = in.readDouble();
    }
  }
}
