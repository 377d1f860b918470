package io.github.gns4j;

import io.github.gns4j.gradient.GatheredGradient;
import io.github.gns4j.gradient.ValueClipper;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.Clipping;
import io.github.gns4j.report.GradientReport;
import io.github.gns4j.state.Stateful;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Clips the gradient of a step, tells of it until the next is clipped, and counts how often. Not
 * thread-safe.
 */
final class Clipper implements Stateful {
  private final Clipping clipping;
  private final Supplier<ValueClipper> newValueClipper;
  private final ClipRate rate = new ClipRate();
  private ValueClipper values;
  private GatheredGradient gradient;
  private Gate gate;

  /** What limiting its elements left of the norm. */
  private double valueCoefficient;

  Clipper(Clipping clipping, Kernels kernels, FlatArray parameters, Segments segments) {
    this.clipping = clipping;
    this.newValueClipper = () -> new ValueClipper(kernels, parameters, segments);
  }

  /** Clips the gradient of a step of {@code samples}. */
  void clip(GatheredGradient gathered, NoiseEstimate euclidean, int samples) {
    gradient = gathered;
    valueCoefficient = 1;
    if (clipping.maxValue() != Double.POSITIVE_INFINITY) {
      clipValues(clipping.maxValue());
    }
    gate = gradient.gate(clipping.maxNorm(euclidean, samples));
  }

  private void clipValues(double maxValue) {
    if (values == null) {
      values = newValueClipper.get();
    }
    ValueClipper.Clipped limited = values.clip(gradient, maxValue);
    gradient = limited.gradient();
    valueCoefficient = limited.coefficient();
  }

  /** Returns the gradient ready to be applied, with the sums from before clipping. */
  GatheredGradient gradient() {
    return gradient;
  }

  /** Returns the gate that skips it if it must be, and limits its norm. */
  Gate gate() {
    return gate;
  }

  /** Returns the number of its non-finite elements. */
  long nonFinite() {
    return gradient.sums().nonFinite();
  }

  /** Returns the norm that is applied over the norm before clipping. Reads the sums. */
  double coefficient() {
    return valueCoefficient * gate.clipping();
  }

  /** Counts a step that was applied. */
  void count() {
    rate.count(coefficient() < 1);
  }

  /** Says what became of the gradient. */
  GradientReport report(double lossScale) {
    long nonFinite = nonFinite();
    return nonFinite > 0
        ? new GradientReport(0, 1, nonFinite, lossScale, rate.share())
        : new GradientReport(gradient.length(), coefficient(), 0, lossScale, rate.share());
  }

  /** Returns how many steps were clipped. */
  long clipped() {
    return rate.clipped();
  }

  @Override
  public void save(DataOutput out) throws IOException {
    rate.save(out);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    rate.restore(in);
  }
}
