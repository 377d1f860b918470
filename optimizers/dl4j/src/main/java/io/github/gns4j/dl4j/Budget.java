package io.github.gns4j.dl4j;

import io.github.gns4j.kernels.Arguments;
import java.util.OptionalDouble;

/**
 * How long a {@link NoiseAwareTrainer} goes on: until the first of several limits is reached. All
 * count from the call of {@code fit}. Immutable.
 *
 * <pre>{@code
 * Budget.epochs(5).orSeconds(60)
 * Budget.seconds(120).untilMetric(0.95)
 * }</pre>
 *
 * @param epochs most epochs, at least 1
 * @param steps most steps, at least 1
 * @param seconds most seconds, above 0; a step under way is finished
 * @param metric the trainer's metric at which to stop: at least this, if there is a target
 */
public record Budget(long epochs, long steps, double seconds, OptionalDouble metric) {
  private static final Budget NO_LIMIT =
      new Budget(Long.MAX_VALUE, Long.MAX_VALUE, Double.POSITIVE_INFINITY, OptionalDouble.empty());

  /** Checks the ranges. */
  public Budget {
    Arguments.atLeast("epochs", epochs, 1);
    Arguments.atLeast("steps", steps, 1);
    if (!(seconds > 0)) {
      throw new IllegalArgumentException("seconds is " + seconds + ", allowed: greater than 0");
    }
    metric.ifPresent(target -> Arguments.finite("metric", target));
  }

  /** Limits the number of epochs, at least 1. */
  public static Budget epochs(long epochs) {
    return NO_LIMIT.orEpochs(epochs);
  }

  /** Limits the number of steps, at least 1. */
  public static Budget steps(long steps) {
    return NO_LIMIT.orSteps(steps);
  }

  /** Limits the seconds, above 0. */
  public static Budget seconds(double seconds) {
    return NO_LIMIT.orSeconds(seconds);
  }

  /** Returns this budget with a limit on epochs. */
  public Budget orEpochs(long most) {
    return new Budget(most, steps, seconds, metric);
  }

  /** Returns this budget with a limit on steps. */
  public Budget orSteps(long most) {
    return new Budget(epochs, most, seconds, metric);
  }

  /** Returns this budget with a limit on seconds. */
  public Budget orSeconds(double most) {
    return new Budget(epochs, steps, most, metric);
  }

  /** Returns this budget with a target for the trainer's metric: stop once it is reached. */
  public Budget untilMetric(double atLeast) {
    return new Budget(epochs, steps, seconds, OptionalDouble.of(atLeast));
  }
}
