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
public final class NoiseAwareLamb extends NoiseAwareUpdater {
  private static final long serialVersionUID = 1L;

  /** The settings of You et al. 2020; the rate that of the core's LAMB. */
  private static final double DEFAULT_RATE = 2e-3;

  private static final double DEFAULT_BETA1 = 0.9;
  private static final double DEFAULT_BETA2 = 0.999;
  private static final double DEFAULT_EPSILON = 1e-6;
  private static final double DEFAULT_DECAY = 0.01;

  private double beta1 = DEFAULT_BETA1;
  private double beta2 = DEFAULT_BETA2;
  private double epsilon = DEFAULT_EPSILON;
  private double weightDecay = DEFAULT_DECAY;
  private double minRatio;
  private double maxRatio = Double.POSITIVE_INFINITY;

  /** Makes LAMB with the usual settings. */
  public NoiseAwareLamb() {
    this(DEFAULT_RATE);
  }

  /** Makes LAMB with a constant base rate, finite and at least 0. */
  public NoiseAwareLamb(double learningRate) {
    super(Arguments.nonNegative("learningRate", learningRate), RateScaling.SQUARE_ROOT_ADASCALE);
  }

  private NoiseAwareLamb(Builder builder) {
    super(builder);
    this.beta1 = builder.beta1;
    this.beta2 = builder.beta2;
    this.epsilon = builder.epsilon;
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
            new UpdaterAlgorithm.Adam(
                Arguments.halfOpen("beta1", beta1, 0, 1),
                Arguments.halfOpen("beta2", beta2, 0, 1),
                Arguments.positive("epsilon", epsilon)),
            new WeightDecay(weightDecay, WeightDecay.Kind.DECOUPLED),
            minRatio,
            maxRatio);
    lamb.hyper(new UpdaterAlgorithm.Pace(0, 1));
    return lamb;
  }

  @Override
  List<Object> algorithmSettings() {
    return List.of(beta1, beta2, epsilon, weightDecay, minRatio, maxRatio);
  }

  @Override
  public NoiseAwareLamb clone() {
    NoiseAwareLamb copy = new NoiseAwareLamb();
    copyTo(copy);
    copy.beta1 = beta1;
    copy.beta2 = beta2;
    copy.epsilon = epsilon;
    copy.weightDecay = weightDecay;
    copy.minRatio = minRatio;
    copy.maxRatio = maxRatio;
    return copy;
  }

  /** Makes {@link NoiseAwareLamb}. */
  public static final class Builder extends NoiseAwareUpdater.Builder<Builder> {
    private double beta1 = DEFAULT_BETA1;
    private double beta2 = DEFAULT_BETA2;
    private double epsilon = DEFAULT_EPSILON;
    private double weightDecay = DEFAULT_DECAY;
    private double minRatio;
    private double maxRatio = Double.POSITIVE_INFINITY;

    private Builder() {
      super(DEFAULT_RATE, RateScaling.SQUARE_ROOT_ADASCALE);
    }

    /** Sets the decay of the first moment, in [0, 1). */
    public Builder beta1(double decay) {
      this.beta1 = Arguments.halfOpen("beta1", decay, 0, 1);
      return this;
    }

    /** Sets the decay of the second moment, in [0, 1). */
    public Builder beta2(double decay) {
      this.beta2 = Arguments.halfOpen("beta2", decay, 0, 1);
      return this;
    }

    /** Sets what is added to the root of the second moment; finite and above 0. */
    public Builder epsilon(double added) {
      this.epsilon = Arguments.positive("epsilon", added);
      return this;
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
