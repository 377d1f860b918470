package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.gradient.GradientAccumulator.Group;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimate.NotReady;
import io.github.gns4j.noise.NoiseSettings;
import io.github.gns4j.statistics.GradientMoments;
import io.github.gns4j.statistics.TemporalEstimate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which of its estimates an adaptive optimizer decides by. */
class NoiseTrackerTest {
  private static final int SAMPLES = 64;
  private static final Segments SEGMENTS = Segments.single(8);
  private static final Sums SUMS = Kernels.select().newSums(SEGMENTS);

  private final NoiseTracker tracker =
      new NoiseTracker(NoiseSettings.defaults(SAMPLES), SEGMENTS, true, false);

  /** Steps show a noise scale of 100, for as long as {@code count} says. */
  private void steps(int count) {
    steps(count, 100);
  }

  private void steps(int count, double trace) {
    for (int i = 0; i < count; i++) {
      tracker.observeStep(new TemporalEstimate(trace, 1, SAMPLES, 1));
    }
  }

  /** Samples show a Euclidean noise scale of 30. */
  private void samples(int count) {
    GradientMoments moments =
        new GradientMoments(SAMPLES, SAMPLES, 63 * 30 + 64 + 30, 1 + 30.0 / 64, 63 * 30);
    for (int i = 0; i < count; i++) {
      tracker.observeGroups(
          List.of(new Group(SAMPLES, 1, SUMS)),
          false,
          Optional.of(new ToldSamples.Shown(moments, true)));
    }
  }

  private static double scale(NoiseEstimate noise) {
    return noise.noiseScale().orElse(Double.NaN);
  }

  @Test
  void noiseOfTheStepsComesFirstUnderAProbe() {
    samples(50);
    steps(50);
    assertThat(scale(tracker.decisive(true))).isEqualTo(100);
    assertThat(scale(tracker.decisiveOfApplied(true))).isEqualTo(100);
  }

  /** A curvature that was read too large makes it so, and its interval does not know. */
  @Test
  void noiseOfTheStepsThatIsNegativeIsNotBelieved() {
    samples(50);
    steps(50, -10);
    assertThat(scale(tracker.decisive(true))).isEqualTo(30);
  }

  @Test
  void withoutAProbeOnlyTheOptimizersMetricCounts() {
    samples(50);
    steps(50);
    assertThat(tracker.decisive(false)).isInstanceOf(NotReady.class);
    assertThat(tracker.decisiveOfApplied(false)).isInstanceOf(NotReady.class);
  }

  @Test
  void groupsInTheEuclideanMetricTakeThePlaceOfWhatIsNotResolved() {
    samples(50);
    assertThat(scale(tracker.decisive(true))).isEqualTo(30);
  }

  @Test
  void aSkippedStepIsToldBeforeAllElse() {
    steps(50);
    tracker.observeNonFinite(3);
    assertThat(tracker.decisive(true)).isInstanceOf(NoiseEstimate.NonFinite.class);
    assertThat(scale(tracker.decisiveOfApplied(true))).isEqualTo(100);
  }
}
