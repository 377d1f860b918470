package io.github.gns4j;

import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimator;
import io.github.gns4j.noise.NoiseSettings;
import io.github.gns4j.state.Stateful;
import io.github.gns4j.statistics.Metric;
import io.github.gns4j.statistics.MomentsAccumulator;
import io.github.gns4j.statistics.TemporalMoments;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The noise of each segment in one metric, from the sums that the passes over all segments leave.
 * Not thread-safe.
 */
final class SegmentNoise implements Stateful {
  private final Metric metric;
  private final NoiseEstimator[] estimators;

  /**
   * Knows nothing yet.
   *
   * @param segments number of them, 0 to keep no estimates
   */
  SegmentNoise(NoiseSettings settings, Metric metric, int segments) {
    this.metric = metric;
    this.estimators =
        IntStream.range(0, segments)
            .mapToObj(i -> new NoiseEstimator(settings))
            .toArray(NoiseEstimator[]::new);
  }

  /** Notes a step that was applied, before what it shows: see {@link NoiseEstimator#addFinite}. */
  void addFinite(long samples) {
    for (NoiseEstimator estimator : estimators) {
      estimator.addFinite(samples);
    }
  }

  void add(MomentsAccumulator moments, EstimateKind kind) {
    for (int i = 0; i < estimators.length; i++) {
      estimators[i].add(moments.segment(metric, i), kind);
    }
  }

  void add(TemporalMoments moments) {
    for (int i = 0; i < estimators.length; i++) {
      estimators[i].add(moments.segment(metric, i));
    }
  }

  /** Returns the estimates of the segments, in order. */
  List<NoiseEstimate> estimates() {
    return Arrays.stream(estimators).map(NoiseEstimator::estimate).toList();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    for (NoiseEstimator estimator : estimators) {
      estimator.save(out);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    for (NoiseEstimator estimator : estimators) {
      estimator.restore(in);
    }
  }
}
