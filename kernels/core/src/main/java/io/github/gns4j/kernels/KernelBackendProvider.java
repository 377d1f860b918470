package io.github.gns4j.kernels;

/**
 * Makes a backend available to {@link Kernels#select()}; found through {@link
 * java.util.ServiceLoader}. Instances are made without arguments and must not touch native code
 * before {@link #open}.
 */
public interface KernelBackendProvider {
  /** Returns the name by which the backend is selected. */
  String name();

  /** Returns the rank of the backend: of those available the highest is selected by default. */
  int priority();

  /**
   * Returns the memory that the backend works on, the host's by default. Known before {@link
   * #open}, so that a device is not started, and its absence not reported, for arrays of the host.
   */
  default Placement placement() {
    return Placement.HOST;
  }

  /**
   * Opens the backend.
   *
   * @throws BackendUnavailableException if it cannot run here, with the reason in one sentence
   */
  KernelBackend open() throws BackendUnavailableException;
}
