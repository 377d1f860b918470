package io.github.gns4j.dl4j;

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
public final class NoiseAwareAdam extends AdaptiveUpdater {
  private static final long serialVersionUID = 1L;

  /** The settings of Kingma &amp; Ba 2015, algorithm 1. */
  private static final double DEFAULT_RATE = 1e-3;

  private static final double DEFAULT_EPSILON = 1e-8;

  /** Makes Adam with the usual settings. */
  public NoiseAwareAdam() {
    this(DEFAULT_RATE);
  }

  /** Makes Adam with a constant base rate, finite and at least 0. */
  public NoiseAwareAdam(double learningRate) {
    super(learningRate, DEFAULT_EPSILON);
  }

  private NoiseAwareAdam(Builder builder) {
    super(builder);
  }

  /** Returns a builder with the usual settings. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  UpdaterAlgorithm algorithm() {
    return moments();
  }

  @Override
  public NoiseAwareAdam clone() {
    NoiseAwareAdam copy = new NoiseAwareAdam();
    copyTo(copy);
    return copy;
  }

  /** Makes {@link NoiseAwareAdam}. */
  public static final class Builder extends AdaptiveUpdater.Builder<Builder> {
    private Builder() {
      super(DEFAULT_RATE, DEFAULT_EPSILON);
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
