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

/** Clips the gradients of steps and counts how often. Not thread-safe. */
final class Clipper implements Stateful {
  private final Clipping clipping;
  private final Supplier<ValueClipper> newValueClipper;
  private final ClipRate rate = new ClipRate();
  private ValueClipper values;

  Clipper(Clipping clipping, Kernels kernels, FlatArray parameters, Segments segments) {
    this.clipping = clipping;
    this.newValueClipper = () -> new ValueClipper(kernels, parameters, segments);
  }

  /**
   * A gradient ready to be applied.
   *
   * @param gradient with the sums from before clipping
   * @param gate skips it if it must be, and limits its norm
   * @param valueCoefficient what limiting its elements left of its norm
   */
  record Clipped(GatheredGradient gradient, Gate gate, double valueCoefficient) {
    long nonFinite() {
      return gradient.sums().nonFinite();
    }

    /** Returns the norm that is applied over the norm before clipping. Reads the sums. */
    double coefficient() {
      return valueCoefficient * gate.clipping();
    }
  }

  /** Clips the gradient of a step of {@code samples}. */
  Clipped clip(GatheredGradient gathered, NoiseEstimate euclidean, int samples) {
    double maxNorm = clipping.maxNorm(euclidean, samples);
    double maxValue = clipping.maxValue();
    if (maxValue == Double.POSITIVE_INFINITY) {
      return new Clipped(gathered, gathered.gate(maxNorm), 1);
    }
    if (values == null) {
      values = newValueClipper.get();
    }
    ValueClipper.Clipped limited = values.clip(gathered, maxValue);
    return new Clipped(limited.gradient(), limited.gradient().gate(maxNorm), limited.coefficient());
  }

  /** Counts a step and says what became of its gradient. */
  GradientReport report(Clipped clipped, double lossScale) {
    if (clipped.nonFinite() > 0) {
      return new GradientReport(0, 1, clipped.nonFinite(), lossScale, rate.share());
    }
    double coefficient = clipped.coefficient();
    rate.count(coefficient < 1);
    return new GradientReport(clipped.gradient().length(), coefficient, 0, lossScale, rate.share());
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
