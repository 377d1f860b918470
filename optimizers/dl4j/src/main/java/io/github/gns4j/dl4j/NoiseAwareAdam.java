package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import java.util.List;

/**
 * Adam that measures gradient noise: {@code .updater(NoiseAwareAdam.builder()
 * .learningRate(1e-3).batchSize(64).build())}.
 *
 * <p>{@code m ← β₁m + (1 − β₁)g}, {@code v ← β₂v + (1 − β₂)g²}, {@code w ← w − η·(m/c₁)/(sqrt(v/c₂)
 * + ε)} with {@code c = 1 − βᵗ} (Kingma &amp; Ba 2015, arXiv 1412.6980, algorithm 1, as PyTorch
 * computes it). DL4J's own Adam adds {@code ε} to {@code sqrt(v)} before bias correction; the two
 * differ where {@code sqrt(v)} is near {@code ε}. {@code t} counts the steps that were applied.
 *
 * <p>At the batch size for which the rate was chosen it steps as Adam does. With another batch the
 * rate is multiplied by the square root of AdaScale's gain ({@link
 * RateScaling#SQUARE_ROOT_ADASCALE}). A block whose gradient holds NaN or infinity is not updated.
 */
public final class NoiseAwareAdam extends NoiseAwareUpdater {
  private static final long serialVersionUID = 1L;

  /** The settings of Kingma &amp; Ba 2015, algorithm 1. */
  private static final double DEFAULT_RATE = 1e-3;

  private static final double DEFAULT_BETA1 = 0.9;
  private static final double DEFAULT_BETA2 = 0.999;
  private static final double DEFAULT_EPSILON = 1e-8;

  private double beta1 = DEFAULT_BETA1;
  private double beta2 = DEFAULT_BETA2;
  private double epsilon = DEFAULT_EPSILON;

  /** Makes Adam with the usual settings. */
  public NoiseAwareAdam() {
    this(DEFAULT_RATE);
  }

  /** Makes Adam with a constant base rate, finite and at least 0. */
  public NoiseAwareAdam(double learningRate) {
    super(Arguments.nonNegative("learningRate", learningRate), RateScaling.SQUARE_ROOT_ADASCALE);
  }

  private NoiseAwareAdam(Builder builder) {
    super(builder);
    this.beta1 = builder.beta1;
    this.beta2 = builder.beta2;
    this.epsilon = builder.epsilon;
  }

  /** Returns a builder with the usual settings. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  UpdaterAlgorithm algorithm() {
    return new UpdaterAlgorithm.Adam(
        Arguments.halfOpen("beta1", beta1, 0, 1),
        Arguments.halfOpen("beta2", beta2, 0, 1),
        Arguments.positive("epsilon", epsilon));
  }

  @Override
  List<Object> algorithmSettings() {
    return List.of(beta1, beta2, epsilon);
  }

  @Override
  public NoiseAwareAdam clone() {
    NoiseAwareAdam copy = new NoiseAwareAdam();
    copyTo(copy);
    copy.beta1 = beta1;
    copy.beta2 = beta2;
    copy.epsilon = epsilon;
    return copy;
  }

  /** Makes {@link NoiseAwareAdam}. */
  public static final class Builder extends NoiseAwareUpdater.Builder<Builder> {
    private double beta1 = DEFAULT_BETA1;
    private double beta2 = DEFAULT_BETA2;
    private double epsilon = DEFAULT_EPSILON;

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

    /** Makes the updater. */
    public NoiseAwareAdam build() {
      return new NoiseAwareAdam(this);
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
