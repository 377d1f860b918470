package io.github.gns4j.statistics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Per-sample gradients with known {@code G} and {@code Σ = LLᵀ}: {@code g = G + a·Lz} with Gaussian
 * {@code z} and {@code a} of mean square 1, constant or heavy-tailed.
 *
 * @param mean {@code G}
 * @param factor {@code L}, P rows of r columns
 * @param heavy whether {@code a² = E²/2} with exponential {@code E}: kurtosis 6 times the Gaussian
 */
public record SampledGradients(double[] mean, double[][] factor, boolean heavy) {
  /**
   * Returns a random model: a noisy quadratic seen at a random point.
   *
   * @param dimension P, at least 1
   * @param rank r, from 1 to P; P directions that are the coordinates, fewer at random
   * @param decay the i-th curvature and noise are {@code (i + 1)^−decay}
   */
  public static SampledGradients random(
      SplittableRandom random, int dimension, int rank, double decay, boolean heavy) {
    double[] mean = new double[dimension];
    double[][] factor = new double[dimension][rank];
    for (int i = 0; i < dimension; i++) {
      double curvature = Math.pow(i + 1, -decay);
      mean[i] = curvature * random.nextGaussian();
      if (rank == dimension) {
        factor[i][i] = Math.sqrt(curvature);
      } else {
        Arrays.setAll(factor[i], k -> Math.sqrt(curvature) * random.nextGaussian());
      }
    }
    return new SampledGradients(mean, factor, heavy);
  }

  /** Returns {@code tr Σ}. */
  public double traceSigma() {
    return Arrays.stream(factor).mapToDouble(row -> GroupVectors.dot(row, row)).sum();
  }

  /** Returns {@code |G|²}. */
  public double signalSquared() {
    return GroupVectors.dot(mean, mean);
  }

  /** Draws the gradients of {@code count} samples. */
  public double[][] draw(SplittableRandom random, int count) {
    double[][] samples = new double[count][];
    for (int s = 0; s < count; s++) {
      double[] z = new double[factor[0].length];
      Arrays.setAll(z, k -> random.nextGaussian());
      double a = heavy ? -Math.log(1 - random.nextDouble()) / Math.sqrt(2) : 1;
      double[] sample = new double[mean.length];
      Arrays.setAll(sample, i -> mean[i] + a * GroupVectors.dot(factor[i], z));
      samples[s] = sample;
    }
    return samples;
  }
}
