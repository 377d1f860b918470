package io.github.gns4j.kernels;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses the backend of {@link Kernels#select()} once, and says why. Thread-safe. */
final class BackendSelection {
  static final String BACKEND_PROPERTY = "gns4j.backend";
  static final String REQUIRE_PROPERTY = "gns4j.require";

  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

  private final BackendRegistry registry;
  private final String forced;
  private final List<String> required;
  private final Map<Placement, Kernels> byPlacement = new EnumMap<>(Placement.class);
  private Kernels best;

  /**
   * @param forced name of the only backend to select; empty for none
   * @param required names, separated by commas, of backends that must be available; empty for none
   */
  BackendSelection(List<KernelBackendProvider> providers, String forced, String required) {
    this.registry = new BackendRegistry(providers);
    this.forced = forced.strip();
    this.required =
        Stream.of(required.split(",", -1)).map(String::strip).filter(n -> !n.isEmpty()).toList();
  }

  static Kernels selected() {
    return OfProcess.SELECTION.select();
  }

  static Kernels selected(Placement placement) {
    return OfProcess.SELECTION.select(placement);
  }

  static Kernels named(String name) {
    return OfProcess.SELECTION.byName(name);
  }

  synchronized Kernels select() {
    if (best == null) {
      checkRequired();
      best = forced.isEmpty() ? firstAvailable(null) : force();
    }
    return best;
  }

  synchronized Kernels select(Placement placement) {
    Kernels known = byPlacement.get(placement);
    if (known != null) {
      return known;
    }
    checkRequired();
    Kernels chosen = forced.isEmpty() ? firstAvailable(placement) : force();
    if (chosen.placement() != placement) {
      throw new IllegalStateException(
          "-D%s=%s works on %s memory, asked for: %s"
              .formatted(BACKEND_PROPERTY, forced, chosen.placement(), placement));
    }
    byPlacement.put(placement, chosen);
    return chosen;
  }

  synchronized Kernels byName(String name) {
    return registry.open(name);
  }

  private void checkRequired() {
    for (String name : required) {
      try {
        registry.open(name);
      } catch (IllegalStateException e) {
        throw new IllegalStateException("-D" + REQUIRE_PROPERTY + ": " + e.getMessage(), e);
      }
    }
  }

  private Kernels force() {
    try {
      Kernels kernels = registry.open(forced);
      log(kernels, "-D" + BACKEND_PROPERTY + "=" + forced);
      return kernels;
    } catch (IllegalStateException e) {
      throw new IllegalStateException("-D" + BACKEND_PROPERTY + ": " + e.getMessage(), e);
    }
  }

  /** Returns the available backend of the highest priority, on any memory if it is null. */
  private Kernels firstAvailable(Placement placement) {
    for (String name : registry.names(placement)) {
      Kernels kernels = registry.openOrNull(name);
      if (kernels == null) {
        LOG.warn("Kernel backend {} is not used: {}", name, registry.reason(name));
      } else {
        log(kernels, "the fastest of those available");
        return kernels;
      }
    }
    throw new IllegalStateException(
        "no kernel backend for "
            + (placement == null ? "any" : placement)
            + " memory, on the class path: "
            + registry.describe());
  }

  private static void log(Kernels kernels, String reason) {
    LOG.info("Kernels: {} ({}): {}", kernels.name(), kernels.description(), reason);
  }

  /** The selection of the process, made at first use. */
  private static final class OfProcess {
    static final BackendSelection SELECTION =
        new BackendSelection(
            ServiceLoader.load(
                    KernelBackendProvider.class, KernelBackendProvider.class.getClassLoader())
                .stream()
                .map(ServiceLoader.Provider::get)
                .toList(),
            System.getProperty(BACKEND_PROPERTY, ""),
            System.getProperty(REQUIRE_PROPERTY, ""));
  }
}
