package io.github.gns4j;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.policy.LossScaler;

/**
 * The gradient of a probe without its loss scale: that of the step after, as the gradient is asked
 * for when the step's own is over.
 */
record ScaledProbe(ProbeGradient again, LossScaler scaler) implements ProbeGradient {
  @Override
  public FlatArray at(MicroBatch micro) {
    return again.at(micro);
  }

  @Override
  public double scale(MicroBatch micro) {
    return again.scale(micro) / scaler.scale();
  }
}
