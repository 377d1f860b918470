package io.github.gns4j.testkit.golden;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.Backends;

/** The reference trajectories on the scalar backend. */
class GoldenScalarTest extends GoldenTrajectoryContract {
  @Override
  protected Kernels kernels() {
    return Backends.named("scalar");
  }
}
