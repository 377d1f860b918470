package io.github.gns4j.quadratic;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A noisy quadratic around {@code centre}, of any condition number, whose noise need not be normal
 * nor independent between coordinates. Its second moments follow those of {@code model} all the
 * same, for they need only the variance of each coordinate.
 *
 * @param model curvatures, the largest of them 1, and variances of single samples, whose sum is
 *     that of the curvatures
 * @param noise law of the noise
 * @param directions rank × dimension for {@link Noise#LOW_RANK}; for {@link Noise#GROUPS} one
 *     vector, by which the mean of either group lies off the mean of both
 * @param centre where the loss is 0
 */
public record RandomQuadratic(
    NoisyQuadratic model, Noise noise, double[][] directions, double[] centre) {
  /** How samples scatter about the true gradient. */
  public enum Noise {
    /** Normal, with variances like the curvatures. */
    ALIGNED,
    /** Normal, with the same variance in every coordinate. */
    FLAT,
    /** Normal, with variances like the inverse curvatures. */
    OPPOSED,
    /** Normal, in at most three directions. */
    LOW_RANK,
    /** Student's t of five degrees, kurtosis 9; batches are as heavy-tailed as samples. */
    HEAVY_TAILED,
    /**
     * Two groups of data, with gradients that differ by a constant vector, besides normal noise.
     */
    GROUPS
  }

  private static final int RANK = 3;
  private static final int DEGREES = 5;

  /** Share of {@code tr Σ} that is distance between the groups. */
  private static final double BETWEEN = 0.5;

  /** Draws a problem whose curvatures are log-uniform in [1/condition, 1]. */
  public static RandomQuadratic draw(
      int dimension, double condition, Noise noise, SplittableRandom random) {
    double[] h = new double[dimension];
    Arrays.setAll(h, i -> i == 0 ? 1 : Math.pow(condition, -random.nextDouble()));
    double[][] directions = directions(h, noise, random);
    double[] c = new double[dimension];
    Arrays.setAll(
        c,
        i ->
            switch (noise) {
              case ALIGNED, HEAVY_TAILED, GROUPS -> h[i];
              case FLAT -> 1;
              case OPPOSED -> 1 / h[i];
              case LOW_RANK -> Arrays.stream(directions).mapToDouble(u -> u[i] * u[i]).sum();
            });
    double factor = Arrays.stream(h).sum() / Arrays.stream(c).sum();
    Arrays.setAll(c, i -> c[i] * factor);
    for (double[] direction : directions) {
      Arrays.setAll(direction, i -> direction[i] * Math.sqrt(factor));
    }
    return new RandomQuadratic(new NoisyQuadratic(h, c), noise, directions, new double[dimension]);
  }

  private static double[][] directions(double[] h, Noise noise, SplittableRandom random) {
    int rank = noise == Noise.LOW_RANK ? RANK : noise == Noise.GROUPS ? 1 : 0;
    double[][] directions = new double[rank][h.length];
    for (double[] direction : directions) {
      Arrays.setAll(
          direction,
          i ->
              noise == Noise.GROUPS
                  ? Math.sqrt(BETWEEN * h[i]) * (random.nextBoolean() ? 1 : -1)
                  : random.nextGaussian());
    }
    return directions;
  }

  /** Returns the same problem around another point. */
  public RandomQuadratic around(double[] newCentre) {
    return new RandomQuadratic(model, noise, directions, newCentre);
  }

  /** Returns a starting point at distance 1 from the centre in every coordinate. */
  public HostArray start(ElementType type) {
    HostArray start = HostArray.allocate(type, model.dimension());
    for (int i = 0; i < centre.length; i++) {
      start.set(i, centre[i] + 1);
    }
    return start;
  }

  /** Returns the distance from the centre. */
  public double[] offset(HostArray parameters) {
    double[] x = new double[centre.length];
    Arrays.setAll(x, i -> parameters.get(i) - centre[i]);
    return x;
  }

  /** Returns {@code L}. */
  public double loss(HostArray parameters) {
    return model.loss(offset(parameters));
  }

  /** Writes the mean gradient of {@code samples} samples to {@code row} of a matrix. */
  public void gradient(
      HostArray parameters, int samples, SplittableRandom random, HostArray target, int row) {
    gradient(parameters, draw(samples, random), target, row);
  }

  /** Writes the gradient of samples that were {@linkplain #draw drawn} to {@code row}. */
  void gradient(HostArray parameters, double[] n, HostArray target, int row) {
    double[] h = model.h();
    for (int i = 0; i < n.length; i++) {
      target.set((long) row * n.length + i, h[i] * (parameters.get(i) - centre[i]) + n[i]);
    }
  }

  /** Draws the mean noise of {@code samples} samples. */
  double[] draw(int samples, SplittableRandom random) {
    double[] n = new double[centre.length];
    switch (noise) {
      case ALIGNED, FLAT, OPPOSED -> model.sampleMean(n.clone(), samples, random, n);
      case HEAVY_TAILED -> {
        double[] c = model.c();
        Arrays.setAll(n, i -> Math.sqrt(c[i] / samples) * studentT(random));
      }
      case LOW_RANK -> {
        for (double[] direction : directions) {
          add(n, direction, random.nextGaussian() / Math.sqrt(samples));
        }
      }
      case GROUPS -> {
        double[] c = model.c();
        for (int i = 0; i < n.length; i++) {
          double within = c[i] - directions[0][i] * directions[0][i];
          n[i] = Math.sqrt(within / samples) * random.nextGaussian();
        }
        double balance = 0;
        for (int s = 0; s < samples; s++) {
          balance += random.nextBoolean() ? 1 : -1;
        }
        add(n, directions[0], balance / samples);
      }
    }
    return n;
  }

  private static void add(double[] sum, double[] direction, double factor) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += factor * direction[i];
    }
  }

  /** Student's t scaled to variance 1. */
  private static double studentT(SplittableRandom random) {
    double squares = 0;
    for (int i = 0; i < DEGREES; i++) {
      double z = random.nextGaussian();
      squares += z * z;
    }
    return random.nextGaussian() * Math.sqrt((DEGREES - 2) / squares);
  }
}
