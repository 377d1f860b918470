package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.KernelBackend;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.host.ScalarProvider;
import io.github.gns4j.kernels.host.VectorProvider;
import io.github.gns4j.testkit.Backends;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Nested;

/** The host backends leave the same bits on 1, 2, 3 and 7 threads. */
class ThreadsTest {
  private static final int[] THREADS = {1, 2, 3, 7};

  private interface Opener {
    KernelBackend open(int threads) throws BackendUnavailableException;
  }

  private static Map<String, Kernels> onThreads(Opener opener) {
    Map<String, Kernels> kernels = new LinkedHashMap<>();
    for (int threads : THREADS) {
      try {
        kernels.put(threads + " threads", Kernels.of(opener.open(threads)));
      } catch (BackendUnavailableException e) {
        throw new AssertionError("available a moment ago", e);
      }
    }
    return kernels;
  }

  @Nested
  class Scalar extends DeterminismContract {
    @Override
    protected Map<String, Kernels> kernels() {
      return onThreads(new ScalarProvider()::open);
    }
  }

  @Nested
  class Vector extends DeterminismContract {
    @Override
    protected Map<String, Kernels> kernels() {
      Backends.named("vector");
      return onThreads(new VectorProvider()::open);
    }
  }
}
