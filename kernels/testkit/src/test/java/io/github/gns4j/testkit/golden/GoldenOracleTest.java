package io.github.gns4j.testkit.golden;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.oracle.OracleBackend;

/** The reference trajectories on the oracle: it is right before anything is measured by it. */
class GoldenOracleTest extends GoldenTrajectoryContract {
  @Override
  protected Kernels kernels() {
    return Kernels.of(new OracleBackend());
  }
}
