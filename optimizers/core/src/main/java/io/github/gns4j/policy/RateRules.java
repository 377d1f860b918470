package io.github.gns4j.policy;

import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.noise.NoiseEstimate.Unresolved;
import java.util.Objects;
import java.util.Optional;

/** The rules that {@link LearningRateRule} makes; formulas and sources are told there. */
final class RateRules {
  private RateRules() {}

  /** Gain of AdaScale for a noise scale in [0, ∞]. */
  static double adaScaleGain(double noiseScale, double batch, double baseBatch) {
    return Double.isInfinite(noiseScale)
        ? batch / baseBatch
        : (1 + noiseScale / baseBatch) / (1 + noiseScale / batch);
  }

  /** Lower end of what is known of the noise scale, 0 if nothing is. */
  static double low(NoiseEstimate noise) {
    return switch (noise) {
      case Resolved r -> r.low();
      case Unresolved u -> u.low();
      default -> 0;
    };
  }

  /** Upper end of what is known of the noise scale, infinite if there is none. */
  static double high(NoiseEstimate noise) {
    return noise instanceof Resolved r ? r.high() : Double.POSITIVE_INFINITY;
  }

  /** The smaller of the gains at the ends of the interval: the gain is monotone between them. */
  static double resolvedGain(RateInput in) {
    double end = in.batch() >= in.baseBatch() ? low(in.noise()) : high(in.noise());
    return adaScaleGain(end, in.batch(), in.baseBatch());
  }

  private static String because(RateInput in) {
    return " at batch " + in.batch() + " (base " + in.baseBatch() + "): " + Words.noise(in.noise());
  }

  enum Fixed implements LearningRateRule {
    INSTANCE;

    private static final RateGain ONE = new RateGain(1, 1, "gain 1: the schedule alone decides");

    @Override
    public RateGain gain(RateInput input) {
      return ONE;
    }

    @Override
    public boolean followsBatch() {
      return false;
    }

    @Override
    public String toString() {
      return "fixed";
    }
  }

  record AdaScale(boolean squareRoot) implements LearningRateRule {
    @Override
    public RateGain gain(RateInput input) {
      double gain = resolvedGain(input);
      double factor = squareRoot ? Math.sqrt(gain) : gain;
      String name = squareRoot ? "square root of AdaScale " : "AdaScale ";
      return new RateGain(
          factor, gain, Reason.of(() -> name + Words.number(gain) + because(input)));
    }
  }

  record Power(double exponent) implements LearningRateRule {
    @Override
    public boolean followsNoise() {
      return false;
    }

    @Override
    public RateGain gain(RateInput input) {
      double scale = input.scale();
      double factor = exponent == 1 ? scale : Math.pow(scale, exponent);
      return new RateGain(factor, scale, Reason.of(() -> words(input)));
    }

    private String words(RateInput input) {
      return "scale "
          + Words.number(input.scale())
          + " to the power "
          + Words.number(exponent)
          + " at batch "
          + input.batch();
    }
  }

  record Probed(LearningRateRule rule, ProbePolicy policy) implements LearningRateRule {
    Probed {
      Objects.requireNonNull(rule, "rule");
      Objects.requireNonNull(policy, "policy");
    }

    @Override
    public RateGain gain(RateInput input) {
      return rule.gain(input);
    }

    @Override
    public boolean followsBatch() {
      return rule.followsBatch();
    }

    @Override
    public boolean followsNoise() {
      return rule.followsNoise();
    }

    @Override
    public Optional<ProbePolicy> probe() {
      return Optional.of(policy);
    }
  }

  record Advising(LearningRateRule rule) implements LearningRateRule {
    Advising {
      Objects.requireNonNull(rule, "rule");
    }

    @Override
    public RateGain gain(RateInput input) {
      RateGain advice = rule.gain(input);
      return new RateGain(1, 1, Reason.of(() -> words(advice)));
    }

    private static String words(RateGain advice) {
      return "advice only, gain " + Words.number(advice.factor()) + ": " + advice.why();
    }

    /** The advice for the batch counts on the advice for the rate. */
    @Override
    public boolean followsBatch() {
      return rule.followsBatch();
    }
  }

  enum CriticalBatch implements LearningRateRule {
    INSTANCE;

    /**
     * An interval wider than this ratio says nothing above it: the rate would fall to 0 as the
     * signal ceases to be resolved, and training would stop there. Four noise scales cost at most a
     * fifth of the rate's optimum, from which it recovers.
     */
    private static final double WIDEST = 4;

    @Override
    public RateGain gain(RateInput in) {
      double widest = WIDEST * Math.max(low(in.noise()), in.batch());
      double noiseScale = Math.min(high(in.noise()), widest);
      double factor = 1 / (1 + noiseScale / in.batch());
      double advance = adaScaleGain(noiseScale, in.batch(), in.baseBatch());
      return new RateGain(factor, advance, Reason.of(() -> words(in, noiseScale)));
    }

    private static String words(RateInput in, double noiseScale) {
      return "1/(1 + " + Words.number(noiseScale) + "/" + in.batch() + ")" + because(in);
    }

    @Override
    public String toString() {
      return "criticalBatch";
    }
  }
}
