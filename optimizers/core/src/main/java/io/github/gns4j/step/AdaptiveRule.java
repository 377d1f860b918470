package io.github.gns4j.step;

import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.statistics.MomentumWeights;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What Adam and LAMB share: two moments, the count of applied steps, and the metric. */
abstract class AdaptiveRule implements StepRule {
  /**
   * Steps from which on there is a metric. Of {@code t} equal Gaussian gradients before it, the
   * square of the next over the mean of theirs has the mean {@code t/(t − 2)}, and none for one or
   * two: after one step the few elements whose gradient was next to 0 outweigh all others, by a
   * factor of 10⁷ in the softmax regression of the examples.
   */
  private static final int METRIC_FROM = 3;

  private final Kernels kernels;
  private final AdamSettings moments;
  private final Optional<MomentumWeights> weights;
  private final FlatArray first;
  private final FlatArray second;
  private final LastArrays arrays;
  private AdamHyper hyper;
  private long applied;
  private Optional<Preconditioner> lastMetric = Optional.empty();

  AdaptiveRule(AdamSettings moments, Kernels kernels, FlatArray parameters, Segments segments) {
    this.moments = moments;
    this.weights = Optional.of(MomentumWeights.adam(moments.beta1()));
    this.kernels = kernels;
    this.first = kernels.allocate(parameters.type(), parameters.length());
    this.second = kernels.allocate(parameters.type(), parameters.length());
    this.arrays = new LastArrays(first, second, segments);
  }

  /** Runs the kernel. */
  abstract void run(Kernels kernels, StepArrays arrays, AdamHyper hyper, Gate gate, Sums sums);

  @Override
  public final void apply(
      FlatArray parameters, FlatArray gradient, double learningRate, Gate gate, Sums sums) {
    AdamHyper now = moments.at(hyper, learningRate, applied + 1);
    hyper = now;
    run(kernels, arrays.with(parameters, gradient), now, gate, sums);
    if (gate.applies()) {
      applied++;
    }
  }

  @Override
  public final Optional<Preconditioner> metric() {
    return applied < METRIC_FROM ? Optional.empty() : metric(moments.correction2(applied));
  }

  /** The correction changes from step to step, until it is 1. */
  private Optional<Preconditioner> metric(double correction) {
    if (lastMetric.isEmpty() || lastMetric.get().biasCorrection() != correction) {
      lastMetric = Optional.of(new Preconditioner(second, correction, moments.epsilon()));
    }
    return lastMetric;
  }

  @Override
  public final boolean isAdaptive() {
    return true;
  }

  @Override
  public final WeightDecay weightDecay() {
    return moments.decay();
  }

  @Override
  public final Optional<MomentumWeights> meanWeights() {
    return applied == 0 ? Optional.empty() : weights;
  }

  @Override
  public final List<FlatArray> state() {
    return List.of(first, second);
  }

  @Override
  public final void save(DataOutput out) throws IOException {
    out.writeLong(applied);
  }

  @Override
  public final void restore(DataInput in) throws IOException {
    applied = in.readLong();
  }
}
