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
   * Opens the backend.
   *
   * @throws BackendUnavailableException if it cannot run here, with the reason in one sentence
   */
  KernelBackend open() throws BackendUnavailableException;
}
