package io.github.gns4j.monitor;

import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.BatchDecision;
import io.github.gns4j.policy.RateGain;
import io.github.gns4j.policy.StepDecision;
import io.github.gns4j.report.GradientReport;
import io.github.gns4j.report.GroupReport;
import io.github.gns4j.report.SegmentReport;
import io.github.gns4j.report.StepReport;
import io.github.gns4j.report.StepTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * Reports shaped like those of a real run: a loss that falls, a noise scale that rises from 60 to
 * 4000, unresolved for a while, and a batch that follows by doubling. Deterministic by seed.
 */
public final class SyntheticRun {
  private final Random random;
  private final long length;
  private long step;
  private long samples;
  private int batch = 32;

  public SyntheticRun(long length, long seed) {
    this.length = length;
    this.random = new Random(seed);
  }

  public StepReport next() {
    step++;
    double t = Math.min(1, step / (double) length);
    NoiseEstimate noise = noise(t);
    double critical = noise.noiseScale().orElse(batch);
    int next = critical > 3 * batch && step % 40 == 0 ? 2 * batch : batch;
    samples += batch;
    boolean skipped = step == length / 3;
    StepReport report =
        new StepReport(
            step,
            samples,
            new BatchPlan(batch, 128),
            OptionalDouble.of(
                2.3 * Math.exp(-4 * t) + 0.12 + 0.1 * random.nextGaussian() / Math.sqrt(batch)),
            new GradientReport(
                skipped ? 0 : 1.5 * Math.exp(-2 * t) + 0.05 * random.nextDouble(),
                1,
                skipped ? 3 : 0,
                1),
            noise,
            noise,
            segments(noise),
            decision(next, critical),
            timing(),
            List.of(
                new GroupReport("digits 0-4", 0.5, 0.28, 0.04),
                new GroupReport("digits 5-9", 0.5, 0.62, 0.06)),
            Optional.empty());
    batch = next;
    return report;
  }

  public List<StepReport> take(int count) {
    List<StepReport> reports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      reports.add(next());
    }
    return reports;
  }

  private NoiseEstimate noise(double t) {
    if (step < 8) {
      return new NoiseEstimate.NotReady("fewer than 8 observations");
    }
    double scale = 60 * Math.pow(4000 / 60.0, t) * Math.exp(0.05 * random.nextGaussian());
    if (t > 0.45 && t < 0.5) {
      return new NoiseEstimate.Unresolved(3, 0.001, scale / 4, 5, EstimateKind.MICRO_BATCH);
    }
    double spread = 1 + 1.2 / Math.sqrt(1 + 20 * t);
    return new NoiseEstimate.Resolved(
        3, 3 / scale, scale, scale / spread, scale * spread, 40, EstimateKind.MICRO_BATCH);
  }

  /** Not to be taken for the Euclidean one. */
  private static final NoiseEstimate OWN =
      new NoiseEstimate.Resolved(7, 0.5, 14, 11, 20, 40, EstimateKind.MICRO_BATCH);

  private static List<SegmentReport> segments(NoiseEstimate noise) {
    return List.of(
        new SegmentReport("0_W", noise, OWN, 0.52, 1),
        new SegmentReport("0_b", noise, OWN, 0.05, 1),
        new SegmentReport("1_W", noise, OWN, 0.31, 1),
        new SegmentReport("1_b", noise, OWN, 0.12, 1));
  }

  private StepDecision decision(int next, double critical) {
    String reason =
        next > batch
            ? "critical " + Math.round(critical) + " is above 3 × " + batch + ", limit: doubling"
            : "gain 1.02 is below 1.05";
    return new StepDecision(
        1e-3 * Math.sqrt(batch / 32.0),
        step,
        new RateGain(Math.sqrt(batch / 32.0), 1, "square root of the batch"),
        new BatchDecision(next, batch, next > batch ? 1.3 : 1, reason));
  }

  private StepTiming timing() {
    double backprop = 0.008 + 0.000035 * batch * (1 + 0.1 * random.nextDouble());
    return new StepTiming(0.0005, backprop, 0.0003, 0.0004, backprop + 0.0014);
  }
}
