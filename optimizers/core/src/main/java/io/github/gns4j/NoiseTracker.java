package io.github.gns4j;

import io.github.gns4j.gradient.GradientAccumulator.Group;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimator;
import io.github.gns4j.noise.NoiseSettings;
import io.github.gns4j.state.Stateful;
import io.github.gns4j.statistics.AlongSignal;
import io.github.gns4j.statistics.Metric;
import io.github.gns4j.statistics.MomentsAccumulator;
import io.github.gns4j.statistics.MomentumWeights;
import io.github.gns4j.statistics.TemporalEstimate;
import io.github.gns4j.statistics.TemporalMoments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * From the sums of each step to the estimates of the noise: in the Euclidean metric and, for
 * adaptive optimizers, in their own; per segment if wanted. Not thread-safe.
 */
final class NoiseTracker implements Stateful {
  private final MomentsAccumulator moments;
  private final TemporalMoments temporal;
  private final NoiseEstimator inEuclidean;
  private final NoiseEstimator inOptimizers;
  private final SegmentNoise segmentsEuclidean;
  private final SegmentNoise segmentsInOptimizers;
  private final NoiseEstimator part;
  private final boolean adaptive;
  private final AlongSignal alongSignal = new AlongSignal();
  private final NoiseEstimator along;
  private final NoiseEstimator ofSteps;

  /**
   * Knows nothing yet.
   *
   * @param adaptive whether the optimizer moves in a metric of its own
   * @param perSegment whether segments are estimated one by one as well
   */
  NoiseTracker(NoiseSettings settings, Segments segments, boolean adaptive, boolean perSegment) {
    this.adaptive = adaptive;
    this.along = new NoiseEstimator(settings);
    this.ofSteps = new NoiseEstimator(settings);
    this.moments = new MomentsAccumulator(segments.count());
    this.temporal = new TemporalMoments(segments.count());
    this.inEuclidean = new NoiseEstimator(settings);
    this.inOptimizers = adaptive ? new NoiseEstimator(settings) : inEuclidean;
    this.part = new NoiseEstimator(settings);
    int kept = perSegment ? segments.count() : 0;
    this.segmentsEuclidean = new SegmentNoise(settings, Metric.EUCLIDEAN, kept);
    this.segmentsInOptimizers = new SegmentNoise(settings, Metric.OPTIMIZER, adaptive ? kept : 0);
  }

  /**
   * Takes in a step that was applied.
   *
   * @param groups its passes
   * @param metricKnown whether the passes were given the optimizer's metric
   * @param told what its single samples showed, in the Euclidean metric
   */
  void observeGroups(List<Group> groups, boolean metricKnown, Optional<ToldSamples.Shown> told) {
    long samples = 0;
    int rows = 0;
    for (int i = 0; i < groups.size(); i++) {
      samples += groups.get(i).samples();
      rows += groups.get(i).rows();
    }
    inEuclidean.addFinite(samples);
    if (adaptive) {
      inOptimizers.addFinite(samples);
    }
    part.addFinite(samples);
    segmentsEuclidean.addFinite(samples);
    segmentsInOptimizers.addFinite(samples);
    boolean complete = told.isPresent() && told.get().complete();
    if (told.isPresent()) {
      (complete ? inEuclidean : part).add(told.get().moments(), EstimateKind.PER_SAMPLE);
    }
    if (rows < 2) {
      return;
    }
    gather(groups);
    EstimateKind kind = rows > groups.size() ? EstimateKind.PER_SAMPLE : EstimateKind.MICRO_BATCH;
    if (!complete) {
      inEuclidean.add(moments.total(Metric.EUCLIDEAN), kind);
    }
    if (adaptive && metricKnown) {
      inOptimizers.add(moments.total(Metric.OPTIMIZER), kind);
      segmentsInOptimizers.add(moments, kind);
    }
    segmentsEuclidean.add(moments, kind);
  }

  /**
   * Takes in how the optimizer's mean of gradients followed the step.
   *
   * @param sums by-products of the step
   * @param samples samples of the step
   */
  void observeMean(MomentumWeights weights, Sums sums, long samples) {
    if (alongSignal.step(weights, sums, samples)) {
      double window = weights.window();
      along.add(alongSignal.alongSignal(), alongSignal.signalSquared(), samples, window);
    }
    if (!temporal.step(weights, sums, samples) || !temporal.isReady()) {
      return;
    }
    addTotal(Metric.EUCLIDEAN, inEuclidean);
    if (adaptive) {
      addTotal(Metric.OPTIMIZER, inOptimizers);
    }
    segmentsEuclidean.add(temporal);
    segmentsInOptimizers.add(temporal);
  }

  private void addTotal(Metric metric, NoiseEstimator estimator) {
    estimator.add(
        temporal.traceSigma(metric),
        temporal.signalSquared(metric),
        temporal.samples(),
        temporal.window());
  }

  /** Takes in what the slopes along a step showed: see {@link StepNoise}. */
  void observeStep(TemporalEstimate shown) {
    ofSteps.add(shown);
  }

  /** Takes note of a step that was skipped for {@code count} non-finite elements. */
  void observeNonFinite(long count) {
    inEuclidean.addNonFinite(count);
    if (adaptive) {
      inOptimizers.addNonFinite(count);
    }
    part.addNonFinite(count);
  }

  /**
   * Returns the estimate in the metric of the optimizer: in the Euclidean one from single samples
   * of part of the segments, as long as such are told.
   */
  NoiseEstimate noise() {
    if (adaptive) {
      return inOptimizers.estimate();
    }
    NoiseEstimate ofPart = part.estimate();
    return ofPart instanceof NoiseEstimate.NotReady ? euclidean() : ofPart;
  }

  /** Returns the estimate of {@code GᵀΣG} in place of {@code tr Σ}, Euclidean. */
  NoiseEstimate alongSignal() {
    return along.estimate();
  }

  /**
   * Returns the part of the gradient that alternates, where it passes for noise and an optimizer
   * that moves along the gradient would be driven on by it: under an estimate from single
   * gradients.
   */
  OptionalDouble alternating() {
    return !adaptive && euclideanOfApplied().isTemporal()
        ? OptionalDouble.of(alongSignal.alternating())
        : OptionalDouble.empty();
  }

  /** Returns the estimate in the Euclidean metric. */
  NoiseEstimate euclidean() {
    return inEuclidean.estimate();
  }

  /**
   * Returns the estimate to decide by: that of the steps where they resolve it (a negative one is
   * their curvature misread, whatever its interval), or that in the metric of the optimizer, but
   * the Euclidean one where groups resolve this alone. Without a probe it is that in the metric of
   * the optimizer.
   */
  NoiseEstimate decisive(boolean probed) {
    NoiseEstimate known = noise();
    boolean own = !probed || known instanceof NoiseEstimate.NonFinite;
    return own ? known : decisiveOfApplied(true);
  }

  /** Returns what {@link #decisive} does, of the applied steps: never non-finite. */
  NoiseEstimate decisiveOfApplied(boolean probed) {
    NoiseEstimate own = inOptimizers.finite();
    return probed ? decisive(own, euclideanOfApplied()) : own;
  }

  private NoiseEstimate decisive(NoiseEstimate own, NoiseEstimate euclidean) {
    NoiseEstimate steps = ofSteps.finite();
    if (steps instanceof NoiseEstimate.Resolved resolved && resolved.traceSigma() > 0) {
      return steps;
    }
    return !isTold(own) && isTold(euclidean) ? euclidean : own;
  }

  private static boolean isTold(NoiseEstimate noise) {
    return noise instanceof NoiseEstimate.Resolved && !noise.isTemporal();
  }

  /** Returns what the applied steps showed, in the Euclidean metric: never non-finite. */
  NoiseEstimate euclideanOfApplied() {
    return inEuclidean.finite();
  }

  /** Returns the Euclidean estimates of the segments, in order; empty if they are not kept. */
  List<NoiseEstimate> segments() {
    return segmentsEuclidean.estimates();
  }

  /** Returns those in the metric of the optimizer, in the same order. */
  List<NoiseEstimate> segmentsInOptimizers() {
    return (adaptive ? segmentsInOptimizers : segmentsEuclidean).estimates();
  }

  private void gather(List<Group> groups) {
    moments.clear();
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      if (group.rows() == 1) {
        moments.addMicroBatch(group.sums(), group.samples());
      } else {
        moments.addPerSample(group.sums(), group.rows());
      }
    }
  }

  @Override
  public void save(DataOutput out) throws IOException {
    temporal.save(out);
    part.save(out);
    alongSignal.save(out);
    along.save(out);
    ofSteps.save(out);
    inEuclidean.save(out);
    if (adaptive) {
      inOptimizers.save(out);
    }
    segmentsEuclidean.save(out);
    segmentsInOptimizers.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    temporal.restore(in);
    part.restore(in);
    alongSignal.restore(in);
    along.restore(in);
    ofSteps.restore(in);
    inEuclidean.restore(in);
    if (adaptive) {
      inOptimizers.restore(in);
    }
    segmentsEuclidean.restore(in);
    segmentsInOptimizers.restore(in);
  }
}
