package io.github.gns4j.policy;

/** Optimizers as in their papers, for tests: from a gradient to the change of the parameters. */
enum PlainOptimizer {
  SGD(0),
  MOMENTUM(0.9),
  NESTEROV(0.9),
  ADAM(0.9),
  LAMB(0.9);

  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;

  final double momentum;

  PlainOptimizer(double momentum) {
    this.momentum = momentum;
  }

  State start(int size) {
    return new State(this, size);
  }

  private static double norm(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }

  /** The moments of one run. */
  static final class State {
    private final PlainOptimizer kind;
    private final double[] first;
    private final double[] second;
    private int steps;

    private State(PlainOptimizer kind, int size) {
      this.kind = kind;
      this.first = new double[size];
      this.second = new double[size];
    }

    /** The step {@code s} that {@code g} calls for at {@code x}. */
    double[] step(double[] x, double[] g, double rate) {
      steps++;
      double[] s = kind == ADAM || kind == LAMB ? adaptive(g) : heavyBall(g);
      double trust = kind == LAMB ? trust(x, s) : 1;
      for (int i = 0; i < s.length; i++) {
        s[i] *= -rate * trust;
      }
      return s;
    }

    private double[] heavyBall(double[] g) {
      double[] u = new double[g.length];
      for (int i = 0; i < g.length; i++) {
        first[i] = kind.momentum * first[i] + g[i];
        u[i] = kind == NESTEROV ? g[i] + kind.momentum * first[i] : first[i];
      }
      return u;
    }

    private double[] adaptive(double[] g) {
      double[] u = new double[g.length];
      double correction1 = 1 - Math.pow(kind.momentum, steps);
      double correction2 = 1 - Math.pow(BETA2, steps);
      for (int i = 0; i < g.length; i++) {
        first[i] += (1 - kind.momentum) * (g[i] - first[i]);
        second[i] += (1 - BETA2) * (g[i] * g[i] - second[i]);
        u[i] = first[i] / correction1 / (Math.sqrt(second[i] / correction2) + EPSILON);
      }
      return u;
    }

    private static double trust(double[] x, double[] u) {
      double w = norm(x);
      double v = norm(u);
      return w == 0 || v == 0 ? 1 : w / v;
    }
  }
}
