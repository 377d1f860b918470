package io.github.gns4j.policy;

import io.github.gns4j.kernels.Arguments;
import io.github.gns4j.noise.NoiseEstimate;

/** The limits that {@link Clipping} offers. Records, so that a builder prints what was set. */
final class ClippingRules {
  private ClippingRules() {}

  /** No limit. */
  record None() implements Clipping {
    @Override
    public double maxNorm(NoiseEstimate noise, int batch) {
      return Double.POSITIVE_INFINITY;
    }
  }

  /** The same norm always. */
  record ToNorm(double norm) implements Clipping {
    ToNorm {
      Arguments.positive("maxNorm", norm);
    }

    @Override
    public double maxNorm(NoiseEstimate noise, int batch) {
      return norm;
    }
  }

  /** A magnitude for each element. */
  record ToValue(double value) implements Clipping {
    ToValue {
      Arguments.positive("maxValue", value);
    }

    @Override
    public double maxNorm(NoiseEstimate noise, int batch) {
      return Double.POSITIVE_INFINITY;
    }

    @Override
    public double maxValue() {
      return value;
    }
  }

  /** A multiple of the norm that is expected. */
  record Relative(double kappa) implements Clipping {
    Relative {
      Arguments.positive("kappa", kappa);
    }

    @Override
    public double maxNorm(NoiseEstimate noise, int batch) {
      return kappa * Math.sqrt(expectedSquaredNorm(noise, batch));
    }

    private static double expectedSquaredNorm(NoiseEstimate noise, int batch) {
      double expected =
          switch (noise) {
            case NoiseEstimate.Resolved known -> known.signalSquared() + known.traceSigma() / batch;
            // The signal is not told from 0, and its unbiased estimate may be below: take the noise
            case NoiseEstimate.Unresolved unknown ->
                Math.max(unknown.signalSquared(), 0) + unknown.traceSigma() / batch;
            case NoiseEstimate.NotReady none -> Double.POSITIVE_INFINITY;
            case NoiseEstimate.NonFinite none -> Double.POSITIVE_INFINITY;
          };
      return expected > 0 ? expected : Double.POSITIVE_INFINITY;
    }
  }
}
