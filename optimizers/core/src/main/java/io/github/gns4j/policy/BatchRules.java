package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.noise.NoiseEstimate.Unresolved;
import io.github.gns4j.policy.BatchProposal.Hold;
import io.github.gns4j.policy.BatchProposal.Target;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/** The rules that {@link BatchRule} makes; formulas and sources are told there. */
final class BatchRules {
  private BatchRules() {}

  static Critical normTest(double theta) {
    Arguments.positive("theta", theta);
    return new Critical(1 / (theta * theta), "norm test at theta " + Words.number(theta));
  }

  /** Gain of a batch under noise scale {@code noiseScale} to another, for {@link #nearest}. */
  @FunctionalInterface
  interface Gain {
    double of(double noiseScale, double from, double to);
  }

  /**
   * Goes to the nearer end of what the interval calls for, or holds between the two. A noise scale
   * that is not resolved has a lower end all the same, and supports growth up to what that end
   * calls for; nothing supports a smaller batch then.
   */
  static BatchProposal nearest(
      BatchInput in, Supplier<String> name, DoubleUnaryOperator size, Gain gain) {
    if (!(in.noise() instanceof Resolved || in.noise() instanceof Unresolved)) {
      return new Hold(Reason.of(() -> name.get() + " holds: " + Words.noise(in.noise())));
    }
    double noiseLow = RateRules.low(in.noise());
    double noiseHigh = RateRules.high(in.noise());
    double low = size.applyAsDouble(noiseLow);
    double high = noiseHigh < Double.POSITIVE_INFINITY ? size.applyAsDouble(noiseHigh) : noiseHigh;
    Reason reason = Reason.of(() -> name.get() + " " + words(in.noise(), size, low, high));
    double at = in.batch() < low ? noiseLow : noiseHigh;
    return nearest(in.batch(), low, high, reason, to -> gain.of(at, in.batch(), to));
  }

  /** Goes from {@code batch} to the nearer of two sizes, or holds between the two. */
  static BatchProposal nearest(
      int batch, double low, double high, Reason reason, DoubleUnaryOperator gain) {
    if (batch >= low && batch <= high) {
      return new Hold(Reason.of(() -> reason + ", holds: the batch is inside"));
    }
    boolean grows = batch < low;
    double target = grows ? low : Math.max(high, 1);
    return new Target(target, gain.applyAsDouble(target), reason);
  }

  private static String words(
      NoiseEstimate noise, DoubleUnaryOperator size, double low, double high) {
    String sizes =
        noise instanceof Resolved r
            ? Words.number(size.applyAsDouble(r.scale()))
                + " (interval "
                + Words.number(low)
                + " to "
                + Words.number(high)
                + ")"
            : "at least " + Words.number(low);
    return sizes + " for " + Words.noise(noise);
  }

  /** Steps times samples, each over its fewest, as {@code x = B/B*} goes to 1. */
  static double tradeOffGain(double from, double to, double best) {
    return tradeOff(from / best) / tradeOff(to / best);
  }

  private static double tradeOff(double x) {
    return (1 + x) * (1 + 1 / x);
  }

  enum Fixed implements BatchRule {
    INSTANCE;

    private static final Hold HOLD = new Hold("fixed batch");

    @Override
    public BatchProposal propose(BatchInput input) {
      return HOLD;
    }

    @Override
    public String toString() {
      return "fixed";
    }
  }

  record Critical(double c, String name) implements BatchRule {
    Critical {
      Arguments.positive("c", c);
    }

    @Override
    public BatchProposal propose(BatchInput input) {
      return nearest(
          input,
          () -> name,
          noise -> c * noise,
          (noise, from, to) -> tradeOffGain(from, to, Math.max(c * noise, 1)));
    }

    @Override
    public boolean countsOnRate() {
      return true;
    }
  }

  enum TimeOptimal implements BatchRule {
    INSTANCE;

    @Override
    public BatchProposal propose(BatchInput in) {
      if (in.stepTime().isEmpty()) {
        return new Hold("time-optimal batch holds: the seconds of a step are not resolved");
      }
      StepTime time = in.stepTime().get();
      int micro = in.maxMicroBatch();
      return nearest(
          in,
          () -> words(time),
          noise -> optimum(noise, time, micro),
          (noise, from, to) -> rate(noise, to, time, micro) / rate(noise, from, time, micro));
    }

    private static String words(StepTime time) {
      return "time-optimal batch at "
          + Words.number(time.perStep() + time.alpha())
          + " s + "
          + Words.number(time.beta())
          + " s a sample";
    }

    /** The batch of least {@code (1 + noise/B)·seconds(B)}. */
    static double optimum(double noise, StepTime time, int micro) {
      double atOnce = Math.sqrt(noise * (time.perStep() + time.alpha()) / time.beta());
      double inParts = Math.sqrt(noise * time.perStep() / (time.beta() + time.alpha() / micro));
      return Math.max(Math.min(atOnce, micro), inParts);
    }

    /** Progress per second, up to a factor. */
    static double rate(double noise, double samples, StepTime time, int micro) {
      return 1 / ((1 + noise / samples) * time.seconds(samples, micro));
    }

    @Override
    public boolean countsOnRate() {
      return true;
    }

    @Override
    public boolean needsStepTime() {
      return true;
    }

    @Override
    public String toString() {
      return "timeOptimal";
    }
  }

  /** The ends of the trade-off of steps against samples. */
  enum Extreme implements BatchRule {
    SAMPLES {
      @Override
      Target target(BatchInput in, Resolved noise) {
        double gain = (in.batch() + noise.low()) / (1 + noise.low());
        return new Target(1, Math.max(gain, 1), "fewest samples: " + Words.noise(noise));
      }
    },
    STEPS {
      @Override
      Target target(BatchInput in, Resolved noise) {
        double gain = 1 + noise.low() / in.batch();
        return new Target(Integer.MAX_VALUE, gain, "fewest steps: " + Words.noise(noise));
      }
    };

    abstract Target target(BatchInput in, Resolved noise);

    @Override
    public BatchProposal propose(BatchInput in) {
      return in.noise() instanceof Resolved noise
          ? target(in, noise)
          : new Hold(Reason.of(() -> this + " holds: " + Words.noise(in.noise())));
    }

    @Override
    public boolean countsOnRate() {
      return true;
    }
  }
}
