package io.github.gns4j.statistics;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;

/**
 * Tells noise from signal when a step brings one gradient only, by comparison with the running mean
 * {@code m = Σ w_s g_s / Σ w_s} that an optimizer with momentum keeps anyway. With {@code q = Σ w_s
 * |g_s|² / Σ w_s}, {@code u = Σ (w_s/B_s) / Σ w_s} and {@code d = Σ (w_s²/B_s) / (Σ w_s)²}, and
 * while {@code G} moves little over the window, {@code E q = |G|² + u·tr Σ} and {@code E|m|² = |G|²
 * + d·tr Σ}. Hence {@code tr Σ = (q − |m|²)/(u − d)} and {@code |G|² = (u|m|² − d·q)/(u − d)}. The
 * weights are the optimizer's and may change at any step (dampening, a decay in sample time, a
 * batch that changes); bias correction is the division by {@code Σ w_s}.
 *
 * <p>Clipping: {@code q} and {@code u} are of the gradients before it. The mean holds {@code c_s
 * g_s}, shortened by {@code c_s}, so that its weights are {@code w_s c_s}: they stand in the place
 * of {@code w_s} in {@code d} and in the division of {@code m}. This is exact for factors that do
 * not depend on the gradient's noise; where long gradients alone are clipped, {@code |m|²} is a
 * little low.
 *
 * <p>Bias: {@code tr Σ} is too large by {@code (Σ w_s|G_s|² − |Σ w_s G_s|²)/(u − d)} where {@code
 * G} moves over the window. In the optimizer's metric, {@code q} holds gradients in the metric of
 * their own step and {@code m} is in that of the last, which agree as far as the metric moves
 * little over the window; and that metric has already seen the gradient.
 *
 * <p>Per segment and in both metrics; the weights are shared. Not thread-safe.
 */
public final class TemporalMoments implements Stateful {
  /** Below this share of u, u − d is rounding: the weights all sit on one step. */
  private static final double RESOLUTION = 1e-9;

  private final int segments;
  private final SegmentSums euclidean;
  private final SegmentSums optimizer;
  private double weight;
  private double held;
  private double inverse;
  private double inverseSquare;
  private long samples;
  private double window = 1;

  /**
   * Creates empty moments.
   *
   * @param segments number of segments of the gradient, at least 0
   */
  public TemporalMoments(int segments) {
    this.segments = Arguments.atLeast("segments", segments, 0);
    euclidean = new SegmentSums(Metric.EUCLIDEAN, segments);
    optimizer = new SegmentSums(Metric.OPTIMIZER, segments);
  }

  /**
   * Takes in one step. A step that was skipped must not be given; one with sums that are not finite
   * or a gradient that was shortened to 0 changes nothing.
   *
   * @param weights how the running mean took in the gradient
   * @param sums of the optimizer's step: squared lengths of the gradient that entered the mean
   *     (clipped, if it was), and of the mean as it is stored
   * @param batch {@code B}, samples of the gradient, at least 1
   * @return whether the step was taken in
   */
  public boolean step(MomentumWeights weights, Sums sums, long batch) {
    Objects.requireNonNull(weights, "weights");
    Arguments.atLeast("batch", batch, 1);
    if (sums.segments().count() != segments) {
      throw new IllegalArgumentException(
          "sums of " + sums.segments().count() + " segments, allowed: " + segments);
    }
    double clippingSquared = weights.clipping() * weights.clipping();
    if (clippingSquared == 0 || !euclidean.isFinite(sums) || !optimizer.isFinite(sums)) {
      return false;
    }
    euclidean.addSquares(sums, weights.kept(), weights.added() / clippingSquared);
    optimizer.addSquares(sums, weights.kept(), weights.added() / clippingSquared);
    euclidean.setMeans(sums);
    optimizer.setMeans(sums);
    advance(weights, batch);
    return true;
  }

  private void advance(MomentumWeights weights, long batch) {
    double kept = weights.kept();
    weight = kept * weight + weights.added();
    inverse = kept * inverse + weights.added() / batch;
    double added = weights.added() * weights.clipping();
    held = kept * held + added;
    inverseSquare = kept * kept * inverseSquare + added * added / batch;
    samples = batch;
    window = weights.window();
  }

  /**
   * Returns moments with the same weights whose sums are {@code share} times these. For the sums of
   * a segment that is divided where those of its parts are unknown: shares that add up to 1 give
   * moments whose estimates add up to this one's, now and after any steps that all parts take.
   *
   * @param share finite and at least 0
   */
  public TemporalMoments share(double share) {
    Arguments.nonNegative("share", share);
    TemporalMoments part = new TemporalMoments(segments);
    part.weight = weight;
    part.held = held;
    part.inverse = inverse;
    part.inverseSquare = inverseSquare;
    part.samples = samples;
    part.window = window;
    part.euclidean.add(euclidean, share);
    part.optimizer.add(optimizer, share);
    return part;
  }

  /** Returns whether the running means of both weigh the same steps in the same way. */
  public boolean hasWeightsOf(TemporalMoments other) {
    return weight == other.weight
        && held == other.held
        && inverse == other.inverse
        && inverseSquare == other.inverseSquare
        && samples == other.samples
        && window == other.window;
  }

  /**
   * Adds the sums of other elements of the same segments.
   *
   * @throws IllegalArgumentException if the other has other segments or {@linkplain #hasWeightsOf
   *     weights}
   */
  public void join(TemporalMoments other) {
    if (other.segments != segments || !hasWeightsOf(other)) {
      throw new IllegalArgumentException(
          "moments have "
              + other.segments
              + " segments and weight "
              + other.weight
              + ", allowed: the "
              + segments
              + " segments and the weights of these, "
              + weight);
    }
    euclidean.add(other.euclidean, 1);
    optimizer.add(other.optimizer, 1);
  }

  /** Returns whether there is an estimate: false at the first step, and always without momentum. */
  public boolean isReady() {
    return weight > 0 && u() - d() > RESOLUTION * u();
  }

  /**
   * Returns the estimate over all segments.
   *
   * @throws IllegalStateException if not {@link #isReady}
   */
  public TemporalEstimate total(Metric metric) {
    SegmentSums sums = in(metric);
    return estimate(sums.totalSquares(), sums.totalMean());
  }

  /**
   * Returns the estimate of one segment.
   *
   * @throws IllegalStateException if not {@link #isReady}
   */
  public TemporalEstimate segment(Metric metric, int segment) {
    SegmentSums sums = in(metric);
    return estimate(sums.squares(segment), sums.mean(segment));
  }

  /** Returns {@code tr Σ} of {@link #total}, which must be ready, without a record. */
  public double traceSigma(Metric metric) {
    return traceSigma(in(metric).totalSquares(), in(metric).totalMean());
  }

  /** Returns {@code |G|²} of {@link #total}, which must be ready, without a record. */
  public double signalSquared(Metric metric) {
    return signalSquared(in(metric).totalSquares(), in(metric).totalMean());
  }

  /** Returns the samples of the last step. */
  public long samples() {
    return samples;
  }

  /** Returns the steps over which estimates of neighbouring steps are correlated. */
  public double window() {
    return window;
  }

  private SegmentSums in(Metric metric) {
    return metric == Metric.EUCLIDEAN ? euclidean : optimizer;
  }

  private TemporalEstimate estimate(double sumOfSquares, double meanSquared) {
    if (!isReady()) {
      throw new IllegalStateException("the running mean holds one gradient, needed: at least 2");
    }
    return new TemporalEstimate(
        traceSigma(sumOfSquares, meanSquared),
        signalSquared(sumOfSquares, meanSquared),
        samples,
        window);
  }

  private double traceSigma(double sumOfSquares, double meanSquared) {
    return (q(sumOfSquares) - m(meanSquared)) / (u() - d());
  }

  private double signalSquared(double sumOfSquares, double meanSquared) {
    return (u() * m(meanSquared) - d() * q(sumOfSquares)) / (u() - d());
  }

  private double q(double sumOfSquares) {
    return sumOfSquares / weight;
  }

  private double m(double meanSquared) {
    return meanSquared / (held * held);
  }

  private double u() {
    return inverse / weight;
  }

  private double d() {
    return inverseSquare / (held * held);
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(weight);
    out.writeDouble(held);
    out.writeDouble(inverse);
    out.writeDouble(inverseSquare);
    out.writeLong(samples);
    out.writeDouble(window);
    euclidean.save(out);
    optimizer.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    weight = in.readDouble();
    held = in.readDouble();
    inverse = in.readDouble();
    inverseSquare = in.readDouble();
    samples = in.readLong();
    window = in.readDouble();
    euclidean.restore(in);
    optimizer.restore(in);
  }
}
