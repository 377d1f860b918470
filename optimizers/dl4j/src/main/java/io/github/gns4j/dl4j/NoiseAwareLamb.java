package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.WeightDecay;
import java.util.List;

/**
 * LAMB that measures gradient noise, for large batches:
 *
 * <pre>{@code
 * .updater(NoiseAwareLamb.builder().learningRate(2e-3).weightDecay(0.01).batchSize(64).build())
 * ...
 * Attachment.attach(net);
 * }</pre>
 *
 * <p>With Adam's direction {@code r}: {@code u = r + λw}, {@code w ← w − η·(|w|/|u|)·u} for every
 * tensor of a layer (You et al. 2020, arXiv 1904.00962, algorithm 2); the ratio is clamped to
 * {@code [minRatio, maxRatio]} and 1 where a norm is 0. Biases and scales have a ratio and decay as
 * well, as in the paper.
 *
 * <p>The ratio needs the parameters, which DL4J does not show to an updater: a network is {@link
 * Attachment#attach attached} once. Training one that is not fails before anything moves. The decay
 * is decoupled and part of the ratio; DL4J's own L2 or weight decay beside it is refused.
 */
public final class NoiseAwareLamb extends AdaptiveUpdater {
  private static final long serialVersionUID = 1L;

  /** The settings of You et al. 2020; the rate that of the core's LAMB. */
  private static final double DEFAULT_RATE = 2e-3;

  private static final double DEFAULT_EPSILON = 1e-6;
  private static final double DEFAULT_DECAY = 0.01;

  private double weightDecay = DEFAULT_DECAY;
  private double minRatio;
  private double maxRatio = Double.POSITIVE_INFINITY;

  /** Makes LAMB with the usual settings. */
  public NoiseAwareLamb() {
    this(DEFAULT_RATE);
  }

  /** Makes LAMB with a constant base rate, finite and at least 0. */
  public NoiseAwareLamb(double learningRate) {
    super(learningRate, DEFAULT_EPSILON);
  }

  private NoiseAwareLamb(Builder builder) {
    super(builder);
    this.weightDecay = builder.weightDecay;
    this.minRatio = builder.minRatio;
    this.maxRatio = builder.maxRatio;
  }

  /** Returns a builder with the usual settings. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the decoupled decay, a rate that is multiplied by the learning rate. */
  public double getWeightDecay() {
    return weightDecay;
  }

  @Override
  UpdaterAlgorithm algorithm() {
    UpdaterAlgorithm.Lamb lamb =
        new UpdaterAlgorithm.Lamb(
            moments(),
            new WeightDecay(weightDecay, WeightDecay.Kind.DECOUPLED),
            minRatio,
            maxRatio);
    lamb.hyper(new UpdaterAlgorithm.Pace(0, 1));
    return lamb;
  }

  @Override
  List<Object> algorithmSettings() {
    List<Object> settings = super.algorithmSettings();
    settings.addAll(List.of(weightDecay, minRatio, maxRatio));
    return settings;
  }

  @Override
  public NoiseAwareLamb clone() {
    NoiseAwareLamb copy = new NoiseAwareLamb();
    copyTo(copy);
    copy.weightDecay = weightDecay;
    copy.minRatio = minRatio;
    copy.maxRatio = maxRatio;
    return copy;
  }

  /** Makes {@link NoiseAwareLamb}. */
  public static final class Builder extends AdaptiveUpdater.Builder<Builder> {
    private double weightDecay = DEFAULT_DECAY;
    private double minRatio;
    private double maxRatio = Double.POSITIVE_INFINITY;

    private Builder() {
      super(DEFAULT_RATE, DEFAULT_EPSILON);
    }

    /** Sets the decoupled weight decay {@code λ}, finite and at least 0. */
    public Builder weightDecay(double rate) {
      this.weightDecay = Arguments.nonNegative("weightDecay", rate);
      return this;
    }

    /** Clamps the trust ratios: {@code 0 <= min <= max}, {@code max > 0}; infinity for no limit. */
    public Builder trustRatio(double min, double max) {
      Arguments.nonNegative("minRatio", min);
      if (!(max > 0) || max < min) {
        throw new IllegalArgumentException(
            "maxRatio is " + max + ", allowed: above 0 and at least minRatio " + min);
      }
      this.minRatio = min;
      this.maxRatio = max;
      return this;
    }

    /** Makes the updater. */
    public NoiseAwareLamb build() {
      return new NoiseAwareLamb(this);
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
