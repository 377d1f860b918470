package io.github.gns4j.testkit.golden;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.testkit.HostCopies;

/** Replays a trajectory on kernels, in place or through updates that it subtracts itself. */
final class GoldenReplay {
  private final GoldenTrajectory trajectory;
  private final GoldenHyper hyper;
  private final Kernels kernels;
  private final StepArrays.Output output;
  private final ElementType type;
  private final Segments segments;
  private final Sums normSums;
  private final Sums stepSums;
  private final FlatArray parameters;
  private final FlatArray gradient;
  private final FlatArray first;
  private final FlatArray second;

  GoldenReplay(GoldenTrajectory trajectory, Kernels kernels, StepArrays.Output output) {
    this.trajectory = trajectory;
    this.hyper = trajectory.hyper();
    this.kernels = kernels;
    this.output = output;
    this.type = trajectory.type();
    this.segments = trajectory.segments();
    this.normSums = kernels.newSums(segments);
    this.stepSums = kernels.newSums(segments);
    this.parameters = HostCopies.upload(kernels, type, trajectory.initialParameters());
    long n = parameters.length();
    this.gradient = kernels.allocate(type, n);
    this.first = hyper.hasFirst() ? kernels.allocate(type, n) : null;
    this.second = hyper.isSgd() ? null : kernels.allocate(type, n);
  }

  /** Runs step {@code t} (from 0). */
  void step(int t) {
    HostCopies.write(kernels, gradient, trajectory.gradient(t));
    StepArrays arrays = new StepArrays(readable(), gradient, first, second, segments, output);
    double rate = trajectory.learningRate(t);
    if (hyper.isSgd()) {
      kernels.sgdStep(arrays, hyper.sgd(rate, t + 1), gate(), stepSums);
    } else if (hyper.isLamb()) {
      kernels.lambStep(arrays, hyper.lamb(rate, t + 1), gate(), stepSums);
    } else {
      kernels.adamStep(arrays, hyper.adam(rate, t + 1), gate(), stepSums);
    }
    if (output == StepArrays.Output.UPDATE) {
      subtractUpdate();
    }
  }

  double[] parameters() {
    return HostCopies.read(kernels, parameters);
  }

  double[] first() {
    return first == null ? null : HostCopies.read(kernels, first);
  }

  double[] second() {
    return second == null ? null : HostCopies.read(kernels, second);
  }

  double[] trustRatios() {
    double[] ratios = new double[segments.count()];
    for (int s = 0; s < ratios.length; s++) {
      ratios[s] = stepSums.get(Sum.TRUST_RATIO, s);
    }
    return ratios;
  }

  /** An update without decay must do without the parameters. */
  private FlatArray readable() {
    boolean needed =
        output == StepArrays.Output.PARAMETERS || hyper.isLamb() || hyper.decay().isActive();
    return needed ? parameters : null;
  }

  private Gate gate() {
    double limit = hyper.maxGradientNorm();
    if (limit == Double.POSITIVE_INFINITY) {
      return Gate.OPEN;
    }
    kernels.squaredNorm(gradient, 1, null, normSums);
    return new Gate(normSums, Sum.GRADIENT_SQUARED, limit);
  }

  private void subtractUpdate() {
    double[] w = parameters();
    double[] update = HostCopies.read(kernels, gradient);
    for (int i = 0; i < w.length; i++) {
      w[i] -= update[i];
    }
    HostCopies.write(kernels, parameters, w);
  }
}
