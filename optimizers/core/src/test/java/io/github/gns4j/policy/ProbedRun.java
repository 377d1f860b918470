package io.github.gns4j.policy;

import java.util.OptionalDouble;
import java.util.Random;

/** Training on a noisy quadratic with a rate that finds itself, by the tuner's protocol. */
final class ProbedRun {
  final StepLengthTuner tuner;
  final double[] x;
  NoisyQuadratic problem;
  double rate;
  double largestRate;
  private final PlainOptimizer.State optimizer;
  private final Random random;
  private final double baseRate;
  private final int batch;
  private double[] probed;
  private double before;
  private double after;
  private double reach;

  ProbedRun(NoisyQuadratic problem, PlainOptimizer kind, double baseRate, int batch, long seed) {
    this.problem = problem;
    this.tuner = new StepLengthTuner(ProbePolicy.defaults(), baseRate);
    this.optimizer = kind.start(problem.size());
    this.random = new Random(seed);
    this.baseRate = baseRate;
    this.batch = batch;
    this.x = start(problem.size());
  }

  static double[] start(int size) {
    double[] x = new double[size];
    java.util.Arrays.fill(x, 1);
    return x;
  }

  /** Takes {@code steps} steps and returns the mean loss over the last half of them. */
  double steps(int steps) {
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      step();
      sum += step >= steps / 2 ? problem.loss(x) : 0;
    }
    return sum / (steps - steps / 2);
  }

  void step() {
    double[] draw = problem.draw(random, batch);
    double[] g = problem.gradient(x, draw);
    double norm = Math.sqrt(dot(g, g));
    if (probed != null) {
      double length = Math.sqrt(dot(probed, probed));
      tuner.observe(new StepLengthProbe(before, after, dot(probed, g), length, norm, reach));
      probed = null;
    }
    boolean probe = tuner.beginStep();
    double loss = problem.loss(x);
    if (!Double.isFinite(norm)) {
      tuner.skipStep();
      return;
    }
    rate = baseRate * tuner.multiplier();
    largestRate = Math.max(largestRate, rate);
    double[] s = optimizer.step(x, g, rate);
    for (int i = 0; i < x.length; i++) {
      x[i] += s[i];
    }
    if (probe) {
      probed = s;
      before = dot(s, g);
    }
    tuner.endStep(OptionalDouble.of(loss), norm * norm);
    if (probe) {
      look(s, draw);
    }
  }

  private void look(double[] s, double[] draw) {
    double[] far = new double[x.length];
    do {
      reach = tuner.reach();
      for (int i = 0; i < far.length; i++) {
        far[i] = x[i] + (reach - 1) * s[i];
      }
      after = dot(s, problem.gradient(far, draw));
    } while (tuner.looked(before, after));
  }

  /** Mean loss over the last half of {@code steps} at a fixed rate. */
  static double fixed(
      NoisyQuadratic problem, PlainOptimizer kind, double rate, int batch, int steps) {
    PlainOptimizer.State optimizer = kind.start(problem.size());
    Random random = new Random(99);
    double[] x = start(problem.size());
    double sum = 0;
    for (int step = 0; step < steps; step++) {
      double[] s = optimizer.step(x, problem.gradient(x, problem.draw(random, batch)), rate);
      for (int i = 0; i < x.length; i++) {
        x[i] += s[i];
      }
      sum += step >= steps / 2 ? problem.loss(x) : 0;
    }
    return Double.isFinite(sum) ? sum / (steps - steps / 2) : Double.POSITIVE_INFINITY;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
