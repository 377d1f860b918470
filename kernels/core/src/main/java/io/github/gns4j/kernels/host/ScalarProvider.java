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
    return new HostBackend(
        new HostBackend.Identity(name(), "plain Java loops"),
        new ScalarFloatLoops(),
        new ScalarDoubleLoops(),
        Workers.shared());
  }
}
