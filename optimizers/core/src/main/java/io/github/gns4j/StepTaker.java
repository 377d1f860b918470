package io.github.gns4j;

import io.github.gns4j.gradient.GatheredGradient;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.policy.BatchDecision;
import io.github.gns4j.policy.LossScaler;
import io.github.gns4j.policy.RateChoice;
import io.github.gns4j.policy.Reason;
import io.github.gns4j.policy.StepDecision;
import io.github.gns4j.report.StepReport;
import io.github.gns4j.report.StepTimer;
import io.github.gns4j.report.StepTimer.Phase;
import io.github.gns4j.statistics.MomentumWeights;
import io.github.gns4j.statistics.TemporalEstimate;
import io.github.gns4j.step.StepRule;
import java.util.Optional;

/**
 * Takes steps: decides, changes the parameters (or skips), learns from the statistics, reports. Not
 * thread-safe.
 */
final class StepTaker {
  private static final Reason NOT_ASKED = Reason.of("not asked for");

  private final Parts parts;
  private final FlatArray parameters;
  private final StepRule rule;
  private final NoiseTracker noise;
  private final DecisionMaker decisions;
  private final Clipper clipper;
  private final StepProbe probe;
  private final StepReports reports;
  private final Sums sums;

  /**
   * What of the optimizer takes part in a step, in the order in which it does.
   *
   * @param gradients what was given of the step
   * @param noise what is known of the noise
   * @param decisions rate and batch
   * @param clipper limits the gradient
   * @param rule the step itself
   * @param timer where the time goes
   * @param lossScaler the loss scale, which the next step may change
   * @param progress counts
   * @param probe looks again along the step
   */
  record Parts(
      StepGatherer gradients,
      NoiseTracker noise,
      DecisionMaker decisions,
      Clipper clipper,
      StepRule rule,
      StepTimer timer,
      LossScaler lossScaler,
      Progress progress,
      StepProbe probe) {}

  StepTaker(
      Parts parts,
      FlatArray parameters,
      Kernels kernels,
      Segments segments,
      OptimizerSettings settings) {
    this.parts = parts;
    this.parameters = parameters;
    this.rule = parts.rule();
    this.noise = parts.noise();
    this.decisions = parts.decisions();
    this.clipper = parts.clipper();
    this.probe = parts.probe();
    this.reports = new StepReports(settings, segments, parts.progress(), noise, parts.timer());
    this.sums = kernels.newSums(segments);
  }

  /** Takes the step and returns its report. */
  StepReport step(ProbeGradient again) {
    return take(again, true);
  }

  /** Takes the step, with a report only for those who listen. */
  void advance(ProbeGradient again) {
    var _ = take(again, reports.isHeard());
  }

  void tellEnd() {
    reports.tellEnd();
  }

  /** Returns the report, null if none is wanted. */
  private StepReport take(ProbeGradient again, boolean isTold) {
    parts.timer().mark(Phase.BACKPROP);
    GatheredGradient gathered = parts.gradients().gradient();
    observeProbe(gathered, again);
    int samples = Math.toIntExact(parts.gradients().samples());
    clipper.clip(gathered, noise.euclideanOfApplied(), samples);
    RateChoice rate = decisions.rate(noise, samples);
    Reason why = isTold ? decisions.reason() : NOT_ASKED;
    FlatArray gradient = clipper.gradient().array();
    rule.apply(parameters, gradient, rate.learningRate(), clipper.gate(), sums);
    parts.timer().mark(Phase.STEP);
    double lossScale = parts.lossScaler().scale();
    StepReport report = null;
    try {
      BatchDecision next = learn();
      report = isTold ? report(rate.with(why, next), lossScale) : null;
    } finally {
      end(gathered, rate, again);
    }
    if (isTold) {
      reports.tell(report);
    }
    return report;
  }

  /**
   * Ends a step that was taken, also where a user's function failed in it: it counts as a whole.
   */
  private void end(GatheredGradient gathered, RateChoice rate, ProbeGradient again) {
    try {
      endProbe(gathered, rate, again);
    } finally {
      parts.gradients().startNext();
    }
  }

  private void observeProbe(GatheredGradient gathered, ProbeGradient again) {
    Optional<TemporalEstimate> shown = probe.begin(gathered, again);
    if (shown.isPresent()) {
      noise.observeStep(shown.get());
    }
  }

  /** Learns from the step, and decides the batch after it. */
  private BatchDecision learn() {
    StepGatherer gradients = parts.gradients();
    long nonFinite = clipper.nonFinite();
    parts.timer().endStep();
    if (nonFinite == 0) {
      learnNoise(gradients);
      decisions.applied(gradients.groups().size(), parts.timer());
      clipper.count();
    } else {
      noise.observeNonFinite(nonFinite);
    }
    parts.lossScaler().stepEnded(nonFinite);
    parts.progress().count(gradients.samples(), nonFinite > 0);
    return decisions.nextBatch(noise, gradients.loss());
  }

  private void learnNoise(StepGatherer gradients) {
    noise.observeGroups(gradients.groups(), gradients.isMetricKnown(), gradients.shown());
    Optional<MomentumWeights> weights = rule.meanWeights();
    if (weights.isPresent()) {
      MomentumWeights clipped = weights.get().clipped(clipper.coefficient());
      noise.observeMean(clipped, sums, gradients.samples());
    }
  }

  private StepReport report(StepDecision decision, double lossScale) {
    StepReports.Taken taken =
        new StepReports.Taken(
            Math.toIntExact(parts.gradients().samples()),
            parts.gradients().groups().size(),
            parts.gradients().loss(),
            clipper.report(lossScale),
            sums,
            parts.gradients().toldGroups());
    return reports.of(taken, decision, decisions.audit(parts.progress().steps));
  }

  private void endProbe(GatheredGradient gathered, RateChoice rate, ProbeGradient again) {
    if (probe.isOn()) {
      probe.end(
          gathered,
          rule.isAdaptive() ? rule.meanWeights() : Optional.empty(),
          rate,
          sums,
          parts.gradients().loss(),
          new ScaledProbe(again, parts.lossScaler()));
    }
    parts.timer().mark(Phase.PROBE);
  }
}
