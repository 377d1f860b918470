package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import java.util.ArrayList;
import java.util.List;

/**
 * What {@link NoiseAwareAdam} and {@link NoiseAwareLamb} share: the two moments of Kingma &amp; Ba
 * 2015 (arXiv 1412.6980, algorithm 1).
 */
public abstract sealed class AdaptiveUpdater extends NoiseAwareUpdater
    permits NoiseAwareAdam, NoiseAwareLamb {
  private static final long serialVersionUID = 1L;

  private static final double DEFAULT_BETA1 = 0.9;
  private static final double DEFAULT_BETA2 = 0.999;

  private double beta1 = DEFAULT_BETA1;
  private double beta2 = DEFAULT_BETA2;
  private double epsilon;

  AdaptiveUpdater(double learningRate, double epsilon) {
    super(Arguments.nonNegative("learningRate", learningRate), RateScaling.SQUARE_ROOT_ADASCALE);
    this.epsilon = epsilon;
  }

  AdaptiveUpdater(Builder<?> builder) {
    super(builder);
    this.beta1 = builder.beta1;
    this.beta2 = builder.beta2;
    this.epsilon = builder.epsilon;
  }

  /** Returns the moments; checks the settings, which JSON may have brought in unchecked. */
  final UpdaterAlgorithm.Adam moments() {
    return new UpdaterAlgorithm.Adam(
        Arguments.halfOpen("beta1", beta1, 0, 1),
        Arguments.halfOpen("beta2", beta2, 0, 1),
        Arguments.positive("epsilon", epsilon));
  }

  @Override
  List<Object> algorithmSettings() {
    return new ArrayList<>(List.of(beta1, beta2, epsilon));
  }

  final void copyTo(AdaptiveUpdater copy) {
    super.copyTo(copy);
    copy.beta1 = beta1;
    copy.beta2 = beta2;
    copy.epsilon = epsilon;
  }

  /**
   * Setters of the moments; each checks its argument.
   *
   * @param <B> the builder itself
   */
  public abstract static sealed class Builder<B extends Builder<B>>
      extends NoiseAwareUpdater.Builder<B> permits NoiseAwareAdam.Builder, NoiseAwareLamb.Builder {
    private double beta1 = DEFAULT_BETA1;
    private double beta2 = DEFAULT_BETA2;
    private double epsilon;

    Builder(double learningRate, double epsilon) {
      super(learningRate, RateScaling.SQUARE_ROOT_ADASCALE);
      this.epsilon = epsilon;
    }

    /** Sets the decay of the first moment, in [0, 1). */
    public B beta1(double decay) {
      this.beta1 = Arguments.halfOpen("beta1", decay, 0, 1);
      return self();
    }

    /** Sets the decay of the second moment, in [0, 1). */
    public B beta2(double decay) {
      this.beta2 = Arguments.halfOpen("beta2", decay, 0, 1);
      return self();
    }

    /** Sets what is added to the root of the second moment; finite and above 0. */
    public B epsilon(double added) {
      this.epsilon = Arguments.positive("epsilon", added);
      return self();
    }
  }
}
