package io.github.gns4j.policy;

import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What slopes along steps are divided by: {@code |s|·|g|} over the multiplier of the steps,
 * averaged over the last few. It makes slopes of different stages of a run comparable.
 *
 * <p>Divided by its own {@code |s|·|g|}, each slope would be a bounded cosine. But then steps that
 * overshoot, after which the gradient is large, have less weight than those that do not, and the
 * sums no longer tell whether the loss falls: at the noise floor {@code −ΣG·s/ΣsᵀHs}, 1/2 over all
 * steps, reads about 0.6. The scale of the steps before knows nothing of what this one is. Only one
 * that is {@value #OUTLIER} times as large is divided by a part of its own, so that heavy tails
 * stay bounded.
 */
final class SlopeScale implements Stateful {
  /** Weight of the past: some three steps, so that the scale follows while the rate is searched. */
  private static final double KEEP = 0.7;

  private static final double OUTLIER = 3;

  private double weight;
  private double mean;

  /**
   * Returns what a slope is to be divided by, and takes its own scale into the average.
   *
   * @param own {@code |s|·|g|} over the multiplier, above 0
   */
  double next(double own) {
    double scale = isKnown() ? Math.max(mean, own / OUTLIER) : own;
    double bounded = isKnown() ? Math.min(own, OUTLIER * mean) : own;
    weight = KEEP * weight + 1;
    mean += (bounded - mean) / weight;
    return scale;
  }

  /** Returns the average, {@code otherwise} while there is none. */
  double or(double otherwise) {
    return isKnown() ? mean : otherwise;
  }

  private boolean isKnown() {
    return weight > 0;
  }

  void clear() {
    weight = 0;
    mean = 0;
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(weight);
    out.writeDouble(mean);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    weight = in.readDouble();
    mean = in.readDouble();
  }
}
