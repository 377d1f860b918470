package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.golden.GoldenTrajectoryContract;
import org.junit.jupiter.api.AfterEach;

/** The reference trajectories on the CUDA backend, by the emulated driver. */
class GoldenCudaTest extends GoldenTrajectoryContract {
  private Kernels kernels;

  @Override
  protected Kernels kernels() {
    kernels = Emulator.kernels(Emulator.Order.IN_TURNS);
    return kernels;
  }

  /** Without a compiler there are no kernels, and the test was skipped. */
  @AfterEach
  void close() {
    if (kernels != null) {
      kernels.close();
    }
  }
}
