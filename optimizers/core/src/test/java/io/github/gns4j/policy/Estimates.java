package io.github.gns4j.policy;

import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.noise.NoiseEstimate.Unresolved;
import java.util.Optional;
import java.util.OptionalDouble;

/** Estimates and inputs for the tests. */
final class Estimates {
  private Estimates() {}

  /** An estimate whose interval is a point. */
  static Resolved exactly(double scale) {
    return between(scale, scale, scale);
  }

  static Resolved between(double low, double scale, double high) {
    return new Resolved(scale, 1, scale, low, high, 100, EstimateKind.MICRO_BATCH);
  }

  static Unresolved atLeast(double low) {
    return new Unresolved(1, -0.01, low, 10, EstimateKind.MICRO_BATCH);
  }

  static BatchInput input(io.github.gns4j.noise.NoiseEstimate noise, int batch, StepTime time) {
    return new BatchInput(noise, batch, 0.1, OptionalDouble.empty(), Optional.ofNullable(time));
  }
}
