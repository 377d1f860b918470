package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.KernelBackend;
import io.github.gns4j.kernels.KernelBackendProvider;

/** Provides {@code vector}: Vector API loops, where the module {@code jdk.incubator.vector} is. */
public final class VectorProvider implements KernelBackendProvider {
  private static final String MODULE = "jdk.incubator.vector";

  /** Fewer bits than this hold no more than one or two floats: the scalar loops are as fast. */
  private static final int FEWEST_BITS = 128;

  /** Called by {@link java.util.ServiceLoader}. */
  public VectorProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public int priority() {
    return 100;
  }

  @Override
  public KernelBackend open() throws BackendUnavailableException {
    checkModule();
    return open(Workers.shared());
  }

  /**
   * Opens the backend with threads of its own, which live as long as the process: for tests, and
   * for programs that divide a machine between models.
   *
   * @param threads threads that work on a pass, the caller included; at least 1
   * @throws BackendUnavailableException if it cannot run here
   */
  public KernelBackend open(int threads) throws BackendUnavailableException {
    checkModule();
    return open(new Workers(threads));
  }

  private static void checkModule() throws BackendUnavailableException {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      throw new BackendUnavailableException(
          "the module " + MODULE + " is not loaded: start Java with --add-modules " + MODULE);
    }
  }

  private KernelBackend open(Workers workers) throws BackendUnavailableException {
    int bits = VectorLoops.bits();
    if (bits < FEWEST_BITS) {
      throw new BackendUnavailableException(
          "vectors of this machine have " + bits + " bits, needed: " + FEWEST_BITS);
    }
    return VectorLoops.backend(name(), workers);
  }
}
