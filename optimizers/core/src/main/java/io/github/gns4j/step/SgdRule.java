package io.github.gns4j.step;

import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.WeightDecay;
import io.github.gns4j.statistics.MomentumWeights;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** SGD with momentum, dampening, Nesterov's form and weight decay, as PyTorch defines them. */
public final class SgdRule implements StepRule {
  private final Kernels kernels;
  private final SgdSettings settings;
  private final FlatArray momentum;
  private final Optional<MomentumWeights> weights;
  private final LastArrays arrays;
  private SgdHyper hyper;
  private long applied;

  /** Allocates the momentum buffer, if there is momentum. */
  public SgdRule(SgdSettings settings, Kernels kernels, FlatArray parameters, Segments segments) {
    this.settings = settings;
    this.kernels = kernels;
    this.momentum =
        settings.momentum() == 0 ? null : kernels.allocate(parameters.type(), parameters.length());
    this.arrays = new LastArrays(momentum, null, segments);
    this.weights =
        settings.keepsMean()
            ? Optional.of(MomentumWeights.sgd(settings.momentum(), settings.dampening()))
            : Optional.empty();
  }

  @Override
  public String name() {
    return "SGD";
  }

  @Override
  public void apply(
      FlatArray parameters, FlatArray gradient, double learningRate, Gate gate, Sums sums) {
    kernels.sgdStep(
        arrays.with(parameters, gradient), hyper(learningRate, applied == 0), gate, sums);
    if (gate.applies()) {
      applied++;
    }
  }

  private SgdHyper hyper(double learningRate, boolean start) {
    if (hyper == null || hyper.learningRate() != learningRate || hyper.start() != start) {
      hyper = settings.at(learningRate, start);
    }
    return hyper;
  }

  @Override
  public Optional<Preconditioner> metric() {
    return Optional.empty();
  }

  @Override
  public boolean isAdaptive() {
    return false;
  }

  @Override
  public WeightDecay weightDecay() {
    return settings.decay();
  }

  @Override
  public Optional<MomentumWeights> meanWeights() {
    if (weights.isEmpty() || applied == 0) {
      return Optional.empty();
    }
    return applied == 1 ? Optional.of(MomentumWeights.sgdStart()) : weights;
  }

  @Override
  public List<FlatArray> state() {
    return momentum == null ? List.of() : List.of(momentum);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeLong(applied);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    applied = in.readLong();
  }
}
