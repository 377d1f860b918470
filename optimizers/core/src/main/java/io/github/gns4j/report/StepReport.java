package io.github.gns4j.report;

import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.StepDecision;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What happened in one step and why. Immutable.
 *
 * @param step number of the step, from 1; skipped steps count
 * @param samples samples seen in all steps so far, this one included
 * @param batch the batch of this step and how it was split
 * @param loss mean loss over the batch, if known
 * @param gradient the gradient
 * @param noise noise estimate after this step in the optimizer's metric (Euclidean for SGD)
 * @param euclideanNoise noise estimate after this step in the Euclidean metric
 * @param segments per segment, in order; empty if not kept
 * @param decision what was decided and why
 * @param timing where the time went
 * @param groups per data group, in order; empty if not kept
 * @param audit what became of an earlier decision, in the step after which it was judged
 */
public record StepReport(
    long step,
    long samples,
    BatchPlan batch,
    OptionalDouble loss,
    GradientReport gradient,
    NoiseEstimate noise,
    NoiseEstimate euclideanNoise,
    List<SegmentReport> segments,
    StepDecision decision,
    StepTiming timing,
    List<GroupReport> groups,
    Optional<AuditReport> audit) {
  /** Copies the lists. */
  public StepReport {
    segments = List.copyOf(segments);
    groups = List.copyOf(groups);
  }
}
