package io.github.gns4j.kernels;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The backends on the class path, each opened at most once. Not thread-safe. */
final class BackendRegistry {
  private final List<KernelBackendProvider> providers;
  private final Map<String, Kernels> opened = new HashMap<>();
  private final Map<String, BackendUnavailableException> failed = new HashMap<>();

  BackendRegistry(List<KernelBackendProvider> providers) {
    this.providers =
        providers.stream()
            .sorted(
                Comparator.comparingInt(KernelBackendProvider::priority)
                    .reversed()
                    .thenComparing(KernelBackendProvider::name))
            .toList();
  }

  /**
   * Returns the names, highest priority first, of those on this memory, or of all if it is null.
   */
  List<String> names(Placement placement) {
    return providers.stream()
        .filter(provider -> placement == null || provider.placement() == placement)
        .map(KernelBackendProvider::name)
        .toList();
  }

  /**
   * Returns the backend {@code name}.
   *
   * @throws IllegalStateException if it is unknown or cannot run here, naming those that can
   */
  Kernels open(String name) {
    Kernels kernels = openOrNull(name);
    if (kernels == null) {
      throw new IllegalStateException(
          "backend '%s' is not available: %s; on the class path: %s"
              .formatted(name, reason(name), describe()),
          failed.get(name));
    }
    return kernels;
  }

  /** Returns the backend {@code name}, or null if there is none that runs here. */
  Kernels openOrNull(String name) {
    if (!opened.containsKey(name) && !failed.containsKey(name)) {
      providers.stream().filter(p -> p.name().equals(name)).findFirst().ifPresent(this::open);
    }
    return opened.get(name);
  }

  private void open(KernelBackendProvider provider) {
    try {
      opened.put(provider.name(), Kernels.of(provider.open()));
    } catch (BackendUnavailableException e) {
      failed.put(provider.name(), e);
    }
  }

  /** Returns why {@code name} is not available. */
  String reason(String name) {
    BackendUnavailableException failure = failed.get(name);
    return failure == null ? "no such backend" : failure.getMessage();
  }

  /** Returns each backend and whether it runs here. */
  String describe() {
    return providers.isEmpty()
        ? "none"
        : names(null).stream()
            .map(name -> openOrNull(name) != null ? name : name + " (" + reason(name) + ")")
            .collect(Collectors.joining(", "));
  }
}
