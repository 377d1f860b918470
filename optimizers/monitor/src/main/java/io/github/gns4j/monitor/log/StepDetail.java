package io.github.gns4j.monitor.log;

import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.report.GradientReport;
import io.github.gns4j.report.GroupReport;
import io.github.gns4j.report.SegmentReport;
import io.github.gns4j.report.StepTiming;
import java.util.List;
import java.util.Objects;

/**
 * What a noise-aware optimizer tells of a step beyond loss, batch and rate.
 *
 * @param accumulation micro-batches of the step, at least 1
 * @param gradient the gradient
 * @param noise noise estimate in the optimizer's metric
 * @param euclideanNoise noise estimate in the Euclidean metric
 * @param gain factor on the base learning rate
 * @param clock schedule clock at which the base rate was read
 * @param timing where the time went
 * @param segments per segment; empty on steps that do not carry them
 * @param groups per data group; empty on steps that do not carry them
 */
public record StepDetail(
    int accumulation,
    GradientReport gradient,
    NoiseEstimate noise,
    NoiseEstimate euclideanNoise,
    double gain,
    double clock,
    StepTiming timing,
    List<SegmentReport> segments,
    List<GroupReport> groups) {
  /** Requires everything and copies the lists. */
  public StepDetail {
    Objects.requireNonNull(gradient, "gradient");
    Objects.requireNonNull(noise, "noise");
    Objects.requireNonNull(euclideanNoise, "euclideanNoise");
    Objects.requireNonNull(timing, "timing");
    segments = List.copyOf(segments);
    groups = List.copyOf(groups);
  }

  /** Returns the same without segments and groups. */
  public StepDetail withoutParts() {
    return new StepDetail(
        accumulation, gradient, noise, euclideanNoise, gain, clock, timing, List.of(), List.of());
  }
}
