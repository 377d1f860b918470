package io.github.gns4j.noise;

import io.github.gns4j.statistics.GradientMoments;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws the moments of a step exactly, without its vectors: for Gaussian samples with covariance
 * eigenvalues {@code λ_e}, each {@code n} times, {@code Σ b_j|m_j − ḡ|²} is a sum of {@code
 * λ_e·χ²((k − 1)n)} for any group sizes, and {@code |ḡ|²} is independent of it, a sum of
 * non-central {@code χ²(n)·λ_e/N}.
 *
 * @param eigenvalues {@code λ_e}
 * @param multiplicity {@code n}
 * @param groups {@code k}
 * @param samples {@code N}
 */
record GaussianSteps(double[] eigenvalues, int multiplicity, int groups, long samples) {
  /** Equal eigenvalues, {@code tr Σ = 1}. */
  static GaussianSteps flat(int dimension, long... sizes) {
    return new GaussianSteps(
        new double[] {1.0 / dimension}, dimension, sizes.length, Arrays.stream(sizes).sum());
  }

  /** Eigenvalues in the proportions 8 : 4 : 2 : 1, {@code tr Σ = 1}. */
  static GaussianSteps decaying(int dimension, long... sizes) {
    int multiplicity = dimension / 4;
    double[] eigenvalues = new double[4];
    for (int e = 0; e < 4; e++) {
      eigenvalues[e] = (8 >> e) / 15.0 / multiplicity;
    }
    return new GaussianSteps(eigenvalues, multiplicity, sizes.length, Arrays.stream(sizes).sum());
  }

  /** Draws a step whose signal lies in equal parts along the eigenspaces. */
  GradientMoments draw(SplittableRandom random, double signalSquared) {
    double deviation = 0;
    double mean = 0;
    for (double eigenvalue : eigenvalues) {
      deviation += eigenvalue * Draws.chiSquare(random, (groups - 1) * multiplicity);
      double unit = eigenvalue / samples;
      double shift = Math.sqrt(signalSquared / eigenvalues.length / unit);
      double along = random.nextGaussian() + shift;
      mean += unit * (Draws.chiSquare(random, multiplicity - 1) + along * along);
    }
    return new GradientMoments(groups, samples, deviation + samples * mean, mean, deviation);
  }

  double traceSigma() {
    return multiplicity * Arrays.stream(eigenvalues).sum();
  }
}
