package io.github.gns4j.policy;

import io.github.gns4j.policy.RateMove.Kind;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/** What every step tells of its rate without a probe: by its loss and its gradient. */
final class StepWatch implements Stateful {
  /** An undo at least halves the rate. */
  static final double LEAST_UNDO = 2;

  /** Steps in which a loss that no longer falls counts as flat. */
  private static final int FLAT_WINDOW = 256;

  private final LossTrend trend = new LossTrend(FLAT_WINDOW);
  private final ExpectedRange losses = new ExpectedRange(0.3);
  private final ExpectedRange gradients = new ExpectedRange(3);

  /**
   * A sign that the rate is too high.
   *
   * @param factor by which it is to fall
   * @param kind what has left its range
   * @param value the value outside of it
   */
  record Alarm(double factor, Kind kind, double value) {}

  /**
   * Takes in a step.
   *
   * @param gradientSquared {@code |ḡ|²}
   */
  Optional<Alarm> observe(OptionalDouble loss, double gradientSquared) {
    double known = loss.orElse(Double.NaN);
    trend.observe(known);
    boolean left = Double.isFinite(known) && losses.isLeftBy(known);
    if (Double.isFinite(gradientSquared) && gradients.isLeftBy(gradientSquared)) {
      // An unstable step multiplies the gradient by about rate times curvature.
      double factor = Math.sqrt(gradients.growth());
      return Optional.of(new Alarm(factor, Kind.GRADIENT, gradientSquared));
    }
    return left ? Optional.of(new Alarm(LEAST_UNDO, Kind.LOSS, known)) : Optional.empty();
  }

  /** Returns whether the loss no longer falls. */
  boolean isFlat() {
    return trend.isFlat();
  }

  /** The rate fell, and the loss may fall again. */
  void resetTrend() {
    trend.reset();
  }

  /** Forgets: losses and gradients are expected elsewhere. */
  void clear() {
    trend.reset();
    losses.clear();
    gradients.clear();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    trend.save(out);
    losses.save(out);
    gradients.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    trend.restore(in);
    losses.restore(in);
    gradients.restore(in);
  }
}
