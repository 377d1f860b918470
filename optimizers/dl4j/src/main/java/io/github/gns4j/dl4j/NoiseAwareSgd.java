package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.kernels.SgdHyper;
import java.util.List;
import java.util.Objects;

/**
 * SGD with momentum that measures gradient noise: {@code .updater(NoiseAwareSgd.builder()
 * .learningRate(0.1).momentum(0.9).batchSize(64).build())}.
 *
 * <p>{@code b ← μb + (1 − dampening)g} (the first step: {@code b ← g}), {@code w ← w − η·b}, or
 * with Nesterov's form {@code w ← w − η·(g + μb)}, as PyTorch computes it; DL4J's {@code Nesterovs}
 * keeps {@code −ηb}, which is the same while the rate is. Without momentum nothing tells noise from
 * signal here, and the rate stays that of the schedule.
 *
 * <p>With another batch than that for which the rate was chosen, the rate is multiplied by
 * AdaScale's gain ({@link RateScaling#ADASCALE}). A block whose gradient holds NaN or infinity is
 * not updated.
 */
public final class NoiseAwareSgd extends NoiseAwareUpdater {
  private static final long serialVersionUID = 1L;

  /** DL4J's default for its Nesterovs updater. */
  private static final double DEFAULT_RATE = 0.1;

  private static final double DEFAULT_MOMENTUM = 0.9;

  private double momentum = DEFAULT_MOMENTUM;
  private double dampening;
  private SgdHyper.Form form = SgdHyper.Form.CLASSIC;

  /** Makes SGD with rate 0.1 and momentum 0.9. */
  public NoiseAwareSgd() {
    this(DEFAULT_RATE);
  }

  /** Makes SGD with momentum 0.9 and a constant base rate, finite and at least 0. */
  public NoiseAwareSgd(double learningRate) {
    super(Arguments.nonNegative("learningRate", learningRate), RateScaling.ADASCALE);
  }

  private NoiseAwareSgd(Builder builder) {
    super(builder);
    this.momentum = builder.momentum;
    this.dampening = builder.dampening;
    this.form = builder.form;
  }

  /** Returns a builder with the usual settings. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  UpdaterAlgorithm algorithm() {
    Arguments.halfOpen("momentum", momentum, 0, 1);
    Arguments.closed("dampening", dampening, 0, 1);
    Objects.requireNonNull(form, "form");
    if (form == SgdHyper.Form.NESTEROV && (momentum == 0 || dampening != 0)) {
      throw new IllegalArgumentException(
          "Nesterov with momentum "
              + momentum
              + " and dampening "
              + dampening
              + ", allowed: momentum above 0 and dampening 0");
    }
    return new UpdaterAlgorithm.Sgd(momentum, dampening, form);
  }

  @Override
  List<Object> algorithmSettings() {
    return List.of(momentum, dampening, form);
  }

  @Override
  public NoiseAwareSgd clone() {
    NoiseAwareSgd copy = new NoiseAwareSgd();
    copyTo(copy);
    copy.momentum = momentum;
    copy.dampening = dampening;
    copy.form = form;
    return copy;
  }

  /** Makes {@link NoiseAwareSgd}. */
  public static final class Builder extends NoiseAwareUpdater.Builder<Builder> {
    private double momentum = DEFAULT_MOMENTUM;
    private double dampening;
    private SgdHyper.Form form = SgdHyper.Form.CLASSIC;

    private Builder() {
      super(DEFAULT_RATE, RateScaling.ADASCALE);
    }

    /** Sets the momentum, in [0, 1); 0 for none. */
    public Builder momentum(double decay) {
      this.momentum = Arguments.halfOpen("momentum", decay, 0, 1);
      return this;
    }

    /** Sets the dampening of gradients as they enter the buffer, in [0, 1]. */
    public Builder dampening(double share) {
      this.dampening = Arguments.closed("dampening", share, 0, 1);
      return this;
    }

    /** Takes Nesterov's form; needs momentum above 0 and no dampening. */
    public Builder nesterov() {
      this.form = SgdHyper.Form.NESTEROV;
      return this;
    }

    /**
     * Makes the updater.
     *
     * @throws IllegalArgumentException if the settings contradict one another
     */
    public NoiseAwareSgd build() {
      NoiseAwareSgd updater = new NoiseAwareSgd(this);
      updater.algorithm();
      return updater;
    }

    @Override
    Builder self() {
      return this;
    }
  }
}
