package io.github.gns4j.kernels;

/** Chooses the backend of {@link Kernels#select()} once. */
final class BackendSelection {
  private BackendSelection() {}

  static Kernels selected() {
    throw new IllegalStateException("no backend");
  }

  static Kernels named(String name) {
    throw new IllegalStateException("no backend " + name);
  }
}
