package io.github.gns4j.quadratic;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The noisy quadratic model (Zhang et al. 2019, arXiv 1907.04164): {@code L(x) = ½ Σ h_i x_i²},
 * gradient of one sample {@code h_i x_i + n_i} with independent {@code n_i} of mean 0 and variance
 * {@code c_i}. Immutable.
 *
 * @param h curvatures, above 0
 * @param c variances of the gradient of one sample, at least 0
 */
public record NoisyQuadratic(double[] h, double[] c) {
  /** Checks the lengths and copies. */
  public NoisyQuadratic {
    if (h.length != c.length) {
      throw new IllegalArgumentException("c has " + c.length + " entries, allowed: " + h.length);
    }
    h = h.clone();
    c = c.clone();
  }

  /** Returns the model of the paper: {@code h_i = c_i = 1/i}. */
  public static NoisyQuadratic paper(int dimension) {
    double[] h = new double[dimension];
    Arrays.setAll(h, i -> 1.0 / (i + 1));
    return new NoisyQuadratic(h, h);
  }

  /** Returns the number of coordinates. */
  public int dimension() {
    return h.length;
  }

  /** Returns {@code L(x)}. */
  public double loss(double[] x) {
    double loss = 0;
    for (int i = 0; i < h.length; i++) {
      loss += 0.5 * h[i] * x[i] * x[i];
    }
    return loss;
  }

  /** Returns {@code tr Σ = Σ c_i}. */
  public double traceSigma() {
    return Arrays.stream(c).sum();
  }

  /** Returns {@code |G|² = Σ h_i² x_i²}. */
  public double signalSquared(double[] x) {
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      sum += h[i] * h[i] * x[i] * x[i];
    }
    return sum;
  }

  /** Returns {@code B_simple = tr Σ/|G|²} at {@code x}. */
  public double noiseScale(double[] x) {
    return traceSigma() / signalSquared(x);
  }

  /** Returns {@code tr Σ²}, which decides how much estimates of {@code tr Σ} scatter. */
  public double traceSigmaSquared() {
    return Arrays.stream(c).map(v -> v * v).sum();
  }

  /** Returns {@code GᵀΣG} at {@code x}. */
  public double noiseAlongSignal(double[] x) {
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      sum += c[i] * h[i] * h[i] * x[i] * x[i];
    }
    return sum;
  }

  /**
   * Writes the mean gradient of {@code samples} samples, with Gaussian noise, to {@code target}.
   */
  public void sampleMean(double[] x, long samples, SplittableRandom random, double[] target) {
    for (int i = 0; i < h.length; i++) {
      target[i] = h[i] * x[i] + Math.sqrt(c[i] / samples) * random.nextGaussian();
    }
  }

  /**
   * Returns exact expected losses after each of {@code steps} (ascending) of heavy-ball SGD, {@code
   * v ← βv + g}, {@code x ← x − ηv}, from {@code x(0) = start}, {@code v(0) = 0}: the second
   * moments of {@code (x, v)} obey a linear recursion per coordinate. {@code β = 0} is SGD.
   */
  public double[] expectedLoss(double[] start, Sgd sgd, int... steps) {
    double[] losses = new double[steps.length];
    for (int i = 0; i < h.length; i++) {
      Moments moments = new Moments(start[i] * start[i], 0, 0);
      int t = 0;
      for (int s = 0; s < steps.length; s++) {
        for (; t < steps[s]; t++) {
          moments = moments.next(h[i], c[i], sgd);
        }
        losses[s] += 0.5 * h[i] * moments.xx;
      }
    }
    return losses;
  }

  /** Returns the same after each step of a schedule of rates and batches. */
  public double[] expectedLoss(double[] start, List<Sgd> schedule) {
    double[] losses = new double[schedule.size()];
    forEach(start, schedule, (i, t, before, after) -> losses[t] += 0.5 * h[i] * after);
    return losses;
  }

  /** Returns {@code E|G|²} at the points where the gradients of a schedule are taken. */
  public double[] expectedSignal(double[] start, List<Sgd> schedule) {
    double[] signal = new double[schedule.size()];
    forEach(start, schedule, (i, t, before, after) -> signal[t] += h[i] * h[i] * before);
    return signal;
  }

  /** Takes {@code E x_i²} before and after step {@code t}. */
  @FunctionalInterface
  private interface SquareTaker {
    void take(int i, int t, double before, double after);
  }

  private void forEach(double[] start, List<Sgd> schedule, SquareTaker taker) {
    for (int i = 0; i < h.length; i++) {
      Moments moments = new Moments(start[i] * start[i], 0, 0);
      for (int t = 0; t < schedule.size(); t++) {
        Moments next = moments.next(h[i], c[i], schedule.get(t));
        taker.take(i, t, moments.xx, next.xx);
        moments = next;
      }
    }
  }

  /** Returns {@code E x_i²} after {@code steps} steps. */
  public double[] expectedSquares(double[] start, Sgd sgd, int steps) {
    double[] squares = new double[h.length];
    for (int i = 0; i < h.length; i++) {
      Moments moments = new Moments(start[i] * start[i], 0, 0);
      for (int t = 0; t < steps; t++) {
        moments = moments.next(h[i], c[i], sgd);
      }
      squares[i] = moments.xx;
    }
    return squares;
  }

  /**
   * Returns the expected loss at which the iteration settles, {@code Σ ½η(c_i/B)(1 + β)/((1 −
   * β)(2(1 + β) − ηh_i))}, or infinity where it does not settle.
   */
  public double steadyRisk(Sgd sgd) {
    double risk = 0;
    for (int i = 0; i < h.length; i++) {
      double room = 2 * (1 + sgd.momentum) - sgd.rate * h[i];
      if (room <= 0) {
        return Double.POSITIVE_INFINITY;
      }
      risk += 0.5 * sgd.rate * c[i] / sgd.batch * (1 + sgd.momentum) / ((1 - sgd.momentum) * room);
    }
    return risk;
  }

  /**
   * Settings of the iteration.
   *
   * @param rate {@code η}
   * @param momentum {@code β}
   * @param batch {@code B}
   */
  public record Sgd(double rate, double momentum, double batch) {}

  private record Moments(double xx, double xv, double vv) {
    Moments next(double h, double c, Sgd sgd) {
      double noise = c / sgd.batch;
      double b = sgd.momentum;
      double vv2 = h * h * xx + 2 * h * b * xv + b * b * vv + noise;
      double xv2 = h * xx + b * xv;
      return new Moments(
          xx - 2 * sgd.rate * xv2 + sgd.rate * sgd.rate * vv2, xv2 - sgd.rate * vv2, vv2);
    }
  }
}
