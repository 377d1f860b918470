package io.github.gns4j;

import io.github.gns4j.state.Stateful;
import io.github.gns4j.statistics.MomentumWeights;
import io.github.gns4j.statistics.TemporalEstimate;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * The noise in the metric of the steps, {@code tr(PΣ)/GᵀPG} for a step {@code s = −ηP·m} along a
 * mean {@code m} of gradients, from slopes along it. The gradient {@code g} of the step itself is a
 * part {@code a} of the mean, so that {@code −s·g} exceeds {@code −G·s} by {@code ηa·tr(PΣ)/B};
 * that of the next batch is independent of the step, so that {@code sᵀHs − s·g(θ + s; ξ')} does
 * not. Hence {@code tr(PΣ)/GᵀPG = B/a·(−s·g + G·s)/(−G·s)}, without a pass that applies {@code P}.
 *
 * <p>For Adam, {@code P = 1/(√v̂ + ε)}: half-way between the Euclidean metric and that of {@code
 * P·g}, which a coordinate with hardly any gradients dominates. {@code G} in {@code −G·s} is that
 * of the last steps; where it moves over the window of the mean, the noise is told too low while
 * the gradient shrinks along its mean. A curvature that is too large by a share of {@code −G·s}
 * makes the noise scale too low by {@code B/a} times that share: it must be of this step, or not
 * old. Not thread-safe.
 */
final class StepNoise implements Stateful {
  private double weight;
  private double inverseShare;
  private long samples;

  /**
   * Takes note of a step.
   *
   * @param weights how its gradient entered the mean, empty where the step does not go along one
   * @param samplesOfBatch of its batch
   */
  void took(Optional<MomentumWeights> weights, long samplesOfBatch) {
    if (weights.isEmpty()) {
      inverseShare = 0;
      return;
    }
    double added = weights.get().added();
    weight = weights.get().kept() * weight + added;
    samples = samplesOfBatch;
    inverseShare = samples * weight / added;
  }

  /**
   * Returns what the slopes along the last step show, in the places of {@code tr Σ} and {@code
   * |G|²}; empty if nothing.
   *
   * @param before {@code s·g(θ; ξ)}
   * @param next {@code s·g(θ + s; ξ')}
   * @param curvature {@code sᵀHs} over {@code scale}, NaN if it is not known
   * @param scale typical {@code |s|·|g|}: one that does not depend on what this step met, or steps
   *     that overshoot would have less weight than others
   */
  Optional<TemporalEstimate> of(double before, double next, double curvature, double scale) {
    double descent = curvature - next / scale;
    double noise = -before / scale - descent;
    return inverseShare > 0 && Double.isFinite(descent) && Double.isFinite(noise)
        ? Optional.of(new TemporalEstimate(noise * inverseShare, descent, samples, 1))
        : Optional.empty();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    out.writeDouble(weight);
    out.writeDouble(inverseShare);
    out.writeLong(samples);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    weight = in.readDouble();
    inverseShare = in.readDouble();
    samples = in.readLong();
  }
}
