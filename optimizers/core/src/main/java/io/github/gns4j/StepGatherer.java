package io.github.gns4j;

import io.github.gns4j.gradient.GatheredGradient;
import io.github.gns4j.gradient.GradientAccumulator;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.policy.LossScaler;
import io.github.gns4j.report.GroupReport;
import io.github.gns4j.report.StepTimer;
import io.github.gns4j.report.StepTimer.Phase;
import io.github.gns4j.statistics.GroupNoise;
import io.github.gns4j.step.StepRule;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What is given of a step before it is taken: gradients, norms of samples, loss. Not thread-safe.
 */
final class StepGatherer {
  private final GradientAccumulator gradients;
  private final ToldSamples told;
  private final Pending pending = new Pending();
  private final StepRule rule;
  private final LossScaler lossScaler;
  private final StepTimer timer;

  StepGatherer(
      GradientAccumulator gradients,
      Segments segments,
      StepRule rule,
      LossScaler lossScaler,
      StepTimer timer) {
    this.gradients = gradients;
    this.told = new ToldSamples(segments);
    this.rule = rule;
    this.lossScaler = lossScaler;
    this.timer = timer;
  }

  Pending pending() {
    return pending;
  }

  ToldSamples told() {
    return told;
  }

  void accumulate(FlatArray gradient, MicroBatch micro, double scale) {
    timer.mark(Phase.BACKPROP);
    // A gradient in one piece shows no noise, in whatever metric.
    Preconditioner metric = micro.count() == 1 ? null : metric();
    gradients.add(micro, gradient, scale / lossScaler.scale(), metric);
    timer.mark(Phase.REDUCE);
  }

  void accumulatePerSample(FlatArray perSample, int rows) {
    timer.mark(Phase.BACKPROP);
    gradients.addPerSample(perSample, rows, 1 / lossScaler.scale(), metric());
    timer.mark(Phase.REDUCE);
  }

  private Preconditioner metric() {
    Preconditioner metric = rule.metric().orElse(null);
    pending.metricKnown = metric != null;
    return metric;
  }

  void expectSampleNorms(BitSet segments) {
    told.cover(segments);
  }

  void sampleNorms(double sumOfSquares, int samples) {
    double scale = lossScaler.scale();
    told.add(sumOfSquares / (scale * scale), samples);
  }

  void loss(double meanLoss) {
    pending.loss(meanLoss);
  }

  void groups(GroupNoise noise) {
    pending.groups(noise);
  }

  /** Returns the parts of the data groups in the noise, empty if none were told. */
  List<GroupReport> toldGroups() {
    return pending.groups();
  }

  /** Returns the mean loss, if one was told. */
  OptionalDouble loss() {
    return pending.loss();
  }

  /**
   * Returns the gradient of the step.
   *
   * @throws IllegalStateException if none was given
   */
  GatheredGradient gradient() {
    return gradients.gathered();
  }

  /** Returns the samples of the step. */
  long samples() {
    return gradients.samples();
  }

  /** Returns the passes over its gradients, in order. */
  List<GradientAccumulator.Group> groups() {
    return gradients.groups();
  }

  /** Returns whether they were given the metric of the optimizer. */
  boolean isMetricKnown() {
    return pending.metricKnown;
  }

  /** Returns what the samples of the step show, if their norms were told. */
  Optional<ToldSamples.Shown> shown() {
    return told.shown(gradients.gathered(), gradients.samples());
  }

  /** Forgets: the next step begins. */
  void startNext() {
    gradients.reset();
    pending.clear();
    told.clear();
  }
}
