package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.KernelBackend;
import io.github.gns4j.kernels.KernelBackendProvider;

/** Provides {@code scalar}: plain loops, on any machine. */
public final class ScalarProvider implements KernelBackendProvider {
  /** Called by {@link java.util.ServiceLoader}. */
  public ScalarProvider() {}

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public KernelBackend open() {
    return open(Workers.shared());
  }

  /**
   * Opens the backend with threads of its own, which live as long as the process: for tests, and
   * for programs that divide a machine between models.
   *
   * @param threads threads that work on a pass, the caller included; at least 1
   */
  public KernelBackend open(int threads) {
    return open(new Workers(threads));
  }

  private KernelBackend open(Workers workers) {
    return new HostBackend(
        new HostBackend.Identity(name(), "plain Java loops"),
        new ScalarFloatLoops(),
        new ScalarDoubleLoops(),
        workers);
  }
}
