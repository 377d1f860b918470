package io.github.gns4j.kernels.host;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.KernelBackend;
import io.github.gns4j.kernels.KernelBackendProvider;
import java.lang.management.ManagementFactory;

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
    if (!hasFusedMultiplyAdd()) {
      throw new BackendUnavailableException(
          "this processor has no fused multiply-add, and to emulate it is slow");
    }
    return VectorLoops.backend(name(), workers);
  }

  /** Asks the JVM; one that cannot tell is taken to have it, as every processor since 2013 does. */
  private static boolean hasFusedMultiplyAdd() {
    try {
      HotSpotDiagnosticMXBean bean =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return bean == null || Boolean.parseBoolean(bean.getVMOption("UseFMA").getValue());
    } catch (LinkageError | IllegalArgumentException e) {
      return true;
    }
  }
}
