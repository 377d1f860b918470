package io.github.gns4j.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;

/**
 * Optimizers and passes as one writes them without a library: loops over Java arrays on one thread.
 * Loops that store are made vectors by the compiler. Sums are not, since it keeps the order of the
 * terms; they are in double, in four parts, so that no addition waits for the one before. None
 * reduces statistics, which ours do.
 */
public class PlainJava extends Sized {
  private static final int ARRAYS = 4;
  private static final float RATE = 1e-3f;

  /** Beta1 of Adam, momentum of SGD. */
  private static final float BETA1 = 0.9f;

  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;
  private static final float LAMB_EPSILON = 1e-6f;
  private static final float DECAY = 0.01f;

  /** Both bias corrections, as in {@link AdamBenchmark}. */
  private static final float CORRECTION = 0.5f;

  /** As in {@link ReductionBenchmark}: as many samples as are in the mean. */
  private static final float MEAN_WEIGHT = 0.5f;

  private static final float AVERAGE_WEIGHT = 1e-3f;

  private float[] weights;
  private float[] gradient;
  private float[] first;
  private float[] second;
  private float[] mean;
  private double[] norms;

  /** Makes the arrays. */
  @Setup(Level.Trial)
  public void fill() {
    FreeMemory.require((long) ARRAYS * Float.BYTES * parameters);
    weights = random(parameters, 1, 1e-1);
    gradient = random(parameters, 2, 1e-3);
    first = new float[parameters];
    second = new float[parameters];
    mean = new float[parameters / PerSampleBenchmark.ROWS];
    norms = new double[PerSampleBenchmark.ROWS];
  }

  /** The numbers of {@link Configured#random}. */
  static float[] random(int length, long seed, double scale) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] array = new float[length];
    for (int i = 0; i < array.length; i++) {
      array[i] = (float) (scale * (random.nextDouble() - 0.5));
    }
    return array;
  }

  float[] adam() {
    float size = RATE / CORRECTION;
    float rootScale = (float) (1 / Math.sqrt(CORRECTION));
    for (int i = 0; i < weights.length; i++) {
      float x = gradient[i];
      first[i] = BETA1 * first[i] + (1 - BETA1) * x;
      second[i] = BETA2 * second[i] + (1 - BETA2) * x * x;
      weights[i] -= size * first[i] / ((float) Math.sqrt(second[i]) * rootScale + EPSILON);
    }
    return weights;
  }

  /** With Nesterov's momentum. */
  float[] sgd() {
    for (int i = 0; i < weights.length; i++) {
      float x = gradient[i];
      first[i] = BETA1 * first[i] + x;
      weights[i] -= RATE * (x + BETA1 * first[i]);
    }
    return weights;
  }

  /** Moments, two norms, and the step with their ratio, for which the direction is made again. */
  float[] lamb() {
    for (int i = 0; i < weights.length; i++) {
      float x = gradient[i];
      first[i] = BETA1 * first[i] + (1 - BETA1) * x;
      second[i] = BETA2 * second[i] + (1 - BETA2) * x * x;
    }
    float size = (float) (RATE * Math.sqrt(squaredNorm(weights, 0, weights.length) / update()));
    for (int i = 0; i < weights.length; i++) {
      weights[i] -= size * direction(i);
    }
    return weights;
  }

  private float direction(int i) {
    float rootScale = (float) (1 / Math.sqrt(CORRECTION));
    float root = (float) Math.sqrt(second[i]) * rootScale + LAMB_EPSILON;
    return first[i] / CORRECTION / root + DECAY * weights[i];
  }

  /** The squared norm of LAMB's direction. */
  private double update() {
    double sum = 0;
    double other = 0;
    int i = 0;
    for (; i + 1 < weights.length; i += 2) { // two, since divisions take their time anyway
      double even = direction(i);
      double odd = direction(i + 1);
      sum += even * even;
      other += odd * odd;
    }
    double last = i < weights.length ? direction(i) : 0;
    return sum + other + last * last;
  }

  double squaredNorm() {
    return squaredNorm(gradient, 0, gradient.length);
  }

  private static double squaredNorm(float[] array, int from, int to) {
    return dot(array, array, from, to);
  }

  double dot() {
    return dot(weights, gradient, 0, weights.length);
  }

  private static double dot(float[] a, float[] b, int from, int to) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      s0 += (double) a[i] * b[i];
      s1 += (double) a[i + 1] * b[i + 1];
      s2 += (double) a[i + 2] * b[i + 2];
      s3 += (double) a[i + 3] * b[i + 3];
    }
    for (; i < to; i++) {
      s0 += (double) a[i] * b[i];
    }
    return s0 + s1 + (s2 + s3);
  }

  float[] accumulate() {
    toward(first, gradient, MEAN_WEIGHT);
    return first;
  }

  float[] average() {
    toward(first, weights, AVERAGE_WEIGHT);
    return first;
  }

  private static void toward(float[] average, float[] value, float weight) {
    for (int i = 0; i < average.length; i++) {
      average[i] += weight * (value[i] - average[i]);
    }
  }

  /** Mean and squared norms of the gradients of samples, row by row. */
  double[] moments() {
    int columns = mean.length;
    float share = 1f / norms.length;
    Arrays.fill(mean, 0);
    for (int row = 0; row < norms.length; row++) {
      int begin = row * columns;
      for (int i = 0; i < columns; i++) {
        mean[i] += share * gradient[begin + i];
      }
      norms[row] = squaredNorm(gradient, begin, begin + columns);
    }
    return norms;
  }
}
