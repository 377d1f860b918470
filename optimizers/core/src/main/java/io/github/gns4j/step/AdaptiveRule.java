package io.github.gns4j.step;

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
  private final Kernels kernels;
  private final Segments segments;
  private final AdamSettings moments;
  private final Optional<MomentumWeights> weights;
  private final FlatArray first;
  private final FlatArray second;
  private long applied;

  AdaptiveRule(AdamSettings moments, Kernels kernels, FlatArray parameters, Segments segments) {
    this.moments = moments;
    this.weights = Optional.of(MomentumWeights.adam(moments.beta1()));
    this.kernels = kernels;
    this.segments = segments;
    this.first = kernels.allocate(parameters.type(), parameters.length());
    this.second = kernels.allocate(parameters.type(), parameters.length());
  }

  /** Runs the kernel of step {@code step} (from 1). */
  abstract void run(Kernels kernels, StepArrays arrays, Step step);

  /** One step: its number from 1, its rate, its gate and where its sums go. */
  record Step(long number, double learningRate, Gate gate, Sums sums) {}

  @Override
  public final void apply(Arguments arguments, double learningRate, Gate gate, Sums sums) {
    StepArrays arrays =
        new StepArrays(
            arguments.parameters(),
            arguments.gradient(),
            first,
            second,
            segments,
            arguments.output());
    run(kernels, arrays, new Step(applied + 1, learningRate, gate, sums));
    if (gate.applies()) {
      applied++;
    }
  }

  @Override
  public final long applied() {
    return applied;
  }

  @Override
  public final Optional<Preconditioner> metric() {
    return applied == 0
        ? Optional.empty()
        : Optional.of(new Preconditioner(second, moments.correction2(applied), moments.epsilon()));
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
