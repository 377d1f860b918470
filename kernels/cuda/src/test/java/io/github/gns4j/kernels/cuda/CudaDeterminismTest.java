package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.contract.DeterminismContract;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;

/** The same bits in whatever order the threads of a block run; all three are compared. */
class CudaDeterminismTest extends DeterminismContract {
  private Kernels kernels;

  /** Each launch takes the next order, and three repetitions are compared. */
  @Override
  protected Map<String, Kernels> kernels() {
    kernels = Emulator.kernels(Emulator.Order.IN_TURNS);
    return new TreeMap<>(Map.of("forward, reverse and random in turns", kernels));
  }

  /** Without a compiler there are no kernels, and the test was skipped. */
  @AfterEach
  void close() {
    if (kernels != null) {
      kernels.close();
    }
  }
}
