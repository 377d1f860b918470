package io.github.gns4j.noise;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.state.Stateful;
import io.github.gns4j.statistics.GradientMoments;
import io.github.gns4j.statistics.TemporalEstimate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;
import java.util.Objects;

/**
 * The noise scale {@code B_noise = tr Σ/|G|²} over many steps, in one metric. The unbiased {@code
 * S} and {@code D} of each step are averaged apart, never clamped, and divided last; the weight of
 * a step falls by {@code e} over a horizon that counts samples, so that a change of the batch
 * changes nothing (McCandlish et al. 2018, arXiv 1812.06162, appendix A.1, says why the averages
 * must be taken before the ratio). The interval is {@link Fieller}'s, with Student's t and the
 * ordering of Feldman &amp; Cousins, for a squared length cannot be negative.
 *
 * <p>Steps that show their noise by groups and steps that show it by comparison with the past are
 * averaged apart. The estimate is the former's as long as it has enough of them within the horizon,
 * for it has no bias.
 *
 * <p>A gradient that is not finite is counted and never enters an average. Not thread-safe.
 */
public final class NoiseEstimator implements Stateful {
  /** Squares of statistics beyond it are not finite, nor are theirs within the averages. */
  private static final double GREATEST = 1e150;

  /** What steps that are few and far between forget at most: eight or so of them count. */
  private static final double MOST_FORGOTTEN = 0.25;

  private final NoiseSettings settings;
  private final Quantiles quantiles;
  private final RunningPair direct = new RunningPair(false);
  private final RunningPair temporal = new RunningPair(true);
  private final TemporalBlocks blocks = new TemporalBlocks();
  private EstimateKind directKind = EstimateKind.MICRO_BATCH;
  private double staleness;
  private long unseen;
  private int unseenSteps;
  private long nonFinite;
  private int consecutive;
  private NoiseEstimate known;

  /** Creates an estimator that knows nothing yet. */
  public NoiseEstimator(NoiseSettings settings) {
    this.settings = Objects.requireNonNull(settings, "settings");
    quantiles = Quantiles.of(settings.confidence());
  }

  /**
   * Adds what a step showed by its groups. Moments of a single group show no noise and change
   * nothing; moments that are not finite count as {@link #addNonFinite} of one element.
   *
   * @param kind {@link EstimateKind#PER_SAMPLE} or {@link EstimateKind#MICRO_BATCH}
   */
  public void add(GradientMoments moments, EstimateKind kind) {
    if (Objects.requireNonNull(kind, "kind") == EstimateKind.TEMPORAL) {
      throw new IllegalArgumentException("kind is TEMPORAL, allowed: PER_SAMPLE, MICRO_BATCH");
    }
    if (!isUsable(moments.deviation(), moments.meanSquared())) {
      addNonFinite(1);
      return;
    }
    consecutive = 0;
    if (moments.resolvesNoise()) {
      double share = settings.share(Math.max(unseen, moments.samples()), Math.max(unseenSteps, 1));
      unseen = 0;
      unseenSteps = 0;
      direct.add(
          moments.traceSigma(),
          moments.signalSquared(),
          Math.exp(-Math.min(share, MOST_FORGOTTEN)));
      directKind = kind;
      staleness = 0;
      known = null;
    }
  }

  /** Adds what a step showed by comparison with the running mean of the steps before it. */
  public void add(TemporalEstimate estimate) {
    add(estimate.traceSigma(), estimate.signalSquared(), estimate.samples(), estimate.window());
  }

  /** Adds what a {@link TemporalEstimate} of these numbers would. */
  public void add(double traceSigma, double signalSquared, long samples, double window) {
    if (!isUsable(traceSigma, signalSquared)) {
      addNonFinite(1);
      return;
    }
    consecutive = 0;
    boolean wasFresh = isFresh();
    staleness += settings.share(samples, 1);
    boolean complete = blocks.add(traceSigma, signalSquared, samples, window);
    if (complete) {
      double share = settings.share(blocks.samples(), TemporalBlocks.WINDOWS);
      temporal.add(blocks.traceSigma(), blocks.signalSquared(), Math.exp(-share));
    }
    if (complete || wasFresh != isFresh()) {
      known = null;
    }
  }

  private static boolean isUsable(double a, double b) {
    return Math.abs(a) < GREATEST && Math.abs(b) < GREATEST;
  }

  /**
   * Notes a step that was left out.
   *
   * @param count non-finite elements of its gradient, at least 1
   */
  public void addNonFinite(long count) {
    nonFinite = Arguments.atLeast("count", count, 1);
    consecutive = Math.addExact(consecutive, 1);
  }

  /**
   * Notes a step that was applied, whether or not it shows its noise: the gradient is finite again.
   */
  public void addFinite() {
    consecutive = 0;
  }

  /**
   * Notes a step that was applied, as {@link #addFinite()}, and its samples, before what it shows,
   * if it shows anything: steps that show their noise now and then forget by all that came between
   * them.
   *
   * @param samples of the step, at least 1
   */
  public void addFinite(long samples) {
    consecutive = 0;
    unseen += Arguments.atLeast("samples", samples, 1);
    unseenSteps++;
  }

  /** Returns what is known now; {@link NoiseEstimate.NonFinite} while steps are left out. */
  public NoiseEstimate estimate() {
    return consecutive > 0 ? new NoiseEstimate.NonFinite(nonFinite, consecutive) : finite();
  }

  /** Returns what the steps that were not left out have shown; never non-finite. */
  public NoiseEstimate finite() {
    if (known == null) {
      known = ofAverages();
    }
    return known;
  }

  /** Returns whether steps that show their noise by groups are not too long ago. */
  private boolean isFresh() {
    return staleness < 1;
  }

  private NoiseEstimate ofAverages() {
    if (isFresh() && direct.count() >= settings.minimumObservations()) {
      return of(direct, 1, directKind);
    }
    if (windows() >= settings.minimumObservations()) {
      return of(temporal, TemporalBlocks.WINDOWS, EstimateKind.TEMPORAL);
    }
    return new NoiseEstimate.NotReady(
        String.format(
            Locale.ROOT,
            "%d steps with two or more groups and %.0f windows of single gradients, needed: %d",
            direct.count(),
            windows(),
            settings.minimumObservations()));
  }

  private double windows() {
    return TemporalBlocks.WINDOWS * temporal.count();
  }

  /** In {@code unit} independent observations. */
  private NoiseEstimate of(RunningPair pair, double unit, EstimateKind kind) {
    double s = pair.meanS();
    double d = pair.meanD();
    double n = unit * pair.observations();
    Fieller set = Fieller.of(s, d, pair.covariance(), quantiles.at(pair.degrees()));
    return set.isBounded()
        ? new NoiseEstimate.Resolved(s, d, s / d, set.low(), set.high(), n, kind)
        : new NoiseEstimate.Unresolved(s, d, set.low(), n, kind);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    direct.save(out);
    temporal.save(out);
    blocks.save(out);
    out.writeBoolean(directKind == EstimateKind.PER_SAMPLE);
    out.writeDouble(staleness);
    out.writeLong(unseen);
    out.writeInt(unseenSteps);
    out.writeLong(nonFinite);
    out.writeInt(consecutive);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    direct.restore(in);
    temporal.restore(in);
    blocks.restore(in);
    directKind = in.readBoolean() ? EstimateKind.PER_SAMPLE : EstimateKind.MICRO_BATCH;
    staleness = in.readDouble();
    unseen = in.readLong();
    unseenSteps = in.readInt();
    nonFinite = in.readLong();
    consecutive = in.readInt();
    known = null;
  }
}
