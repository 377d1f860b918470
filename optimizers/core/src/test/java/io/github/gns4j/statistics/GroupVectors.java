package io.github.gns4j.statistics;

import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Per-sample gradients in double, cut into groups, and the moments of these on every path. */
public final class GroupVectors {
  private GroupVectors() {}

  /** Cuts the first {@code Σ b_j} samples, in order. */
  public static Groups cut(double[][] samples, long[] sizes) {
    double[][] means = new double[sizes.length][];
    int from = 0;
    for (int j = 0; j < sizes.length; j++) {
      int to = from + (int) sizes[j];
      means[j] = mean(Arrays.copyOfRange(samples, from, to));
      from = to;
    }
    return new Groups(sizes.clone(), means, Arrays.copyOf(samples, from));
  }

  static double[] mean(double[][] rows) {
    double[] mean = new double[rows[0].length];
    for (double[] row : rows) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += row[i] / rows.length;
      }
    }
    return mean;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sum;
  }

  /**
   * Groups of samples.
   *
   * @param sizes {@code b_j}
   * @param means {@code m_j}
   * @param samples all samples
   */
  public record Groups(long[] sizes, double[][] means, double[][] samples) {
    /** Returns what the accumulator gathers from the sums that the kernels would leave. */
    public GradientMoments accumulate() {
      MomentsAccumulator accumulator = new MomentsAccumulator(1);
      double[] mean = new double[means[0].length];
      long before = 0;
      for (int j = 0; j < sizes.length; j++) {
        double deviation = before == 0 ? 0 : distance(means[j], mean);
        double weight = (double) sizes[j] / (before + sizes[j]);
        for (int i = 0; i < mean.length; i++) {
          mean[i] = before == 0 ? means[j][i] : mean[i] + weight * (means[j][i] - mean[i]);
        }
        before += sizes[j];
        accumulator.addMicroBatch(
            FixedSums.of(dot(means[j], means[j]), dot(mean, mean), deviation), sizes[j]);
      }
      return accumulator.total(Metric.EUCLIDEAN);
    }

    /** Returns the moments from the squared lengths alone. */
    public GradientMoments fromNorms() {
      double[] norms = Arrays.stream(means).mapToDouble(m -> dot(m, m)).toArray();
      double[] mean = weightedMean();
      return GradientMoments.ofNorms(sizes, norms, dot(mean, mean));
    }

    /** Returns the moments as if each group were a worker. */
    public GradientMoments asWorkers() {
      List<GradientMoments> workers = new ArrayList<>();
      for (int j = 0; j < sizes.length; j++) {
        workers.add(GradientMoments.ofOne(sizes[j], dot(means[j], means[j])));
      }
      double[] mean = weightedMean();
      return GradientMoments.ofWorkers(workers, dot(mean, mean));
    }

    /** Returns the moments of the single samples. */
    public GradientMoments perSample() {
      double[] mean = mean(samples);
      double squares = Arrays.stream(samples).mapToDouble(g -> dot(g, g)).sum();
      double deviations = Arrays.stream(samples).mapToDouble(g -> distance(g, mean)).sum();
      MomentsAccumulator accumulator = new MomentsAccumulator(1);
      accumulator.addPerSample(FixedSums.of(squares, dot(mean, mean), deviations), samples.length);
      return accumulator.total(Metric.EUCLIDEAN);
    }

    /** Returns {@code m_i·m_j}. */
    public double[][] products() {
      double[][] products = new double[means.length][means.length];
      for (int i = 0; i < means.length; i++) {
        for (int j = 0; j < means.length; j++) {
          products[i][j] = dot(means[i], means[j]);
        }
      }
      return products;
    }

    private double[] weightedMean() {
      double[] mean = new double[means[0].length];
      long total = Arrays.stream(sizes).sum();
      for (int j = 0; j < sizes.length; j++) {
        for (int i = 0; i < mean.length; i++) {
          mean[i] += means[j][i] * sizes[j] / total;
        }
      }
      return mean;
    }
  }

  /** Sums of one segment, the same in both metrics. */
  public record FixedSums(Segments segments, double gradient, double mean, double deviation)
      implements Sums {
    private static final Segments ONE = Segments.single(1);

    /** Returns sums of one segment. */
    public static FixedSums of(double gradient, double mean, double deviation) {
      return new FixedSums(ONE, gradient, mean, deviation);
    }

    @Override
    public double get(Sum sum, int segment) {
      return switch (sum) {
        case GRADIENT_SQUARED, GRADIENT_SQUARED_METRIC -> gradient;
        case MEAN_SQUARED, MEAN_SQUARED_METRIC -> mean;
        case DEVIATION_SQUARED, DEVIATION_SQUARED_METRIC -> deviation;
        case UPDATE_SQUARED, PARAMETER_SQUARED, DOT, TRUST_RATIO, NON_FINITE -> 0;
      };
    }
  }
}
