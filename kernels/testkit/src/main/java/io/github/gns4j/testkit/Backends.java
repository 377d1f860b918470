package io.github.gns4j.testkit;

import io.github.gns4j.kernels.Kernels;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.opentest4j.TestAbortedException;

/** Gets backends for tests; one that is absent is never passed over in silence. */
public final class Backends {
  private static final String REQUIRE = "gns4j.require";
  private static final String SKIPPED = "SKIPPED: tests of backend ";

  private Backends() {}

  /**
   * Returns the kernels of backend {@code name}.
   *
   * @throws AssertionError if it is not available and {@code -Dgns4j.require} names it
   * @throws TestAbortedException if it is not available otherwise; a line is printed, and the
   *     calling test counts as skipped
   */
  public static Kernels named(String name) {
    return named(name, System.getProperty(REQUIRE, ""));
  }

  static Kernels named(String name, String required) {
    return find(name, required)
        .orElseThrow(() -> new TestAbortedException(SKIPPED + name + ": not available"));
  }

  private static Optional<Kernels> find(String name, String required) {
    try {
      return Optional.of(Kernels.named(name));
    } catch (IllegalStateException e) {
      if (List.of(required.strip().split("\\s*,\\s*", -1)).contains(name)) {
        throw new AssertionError("-D" + REQUIRE + "=" + required + ": " + e.getMessage(), e);
      }
      System.err.println(SKIPPED + name + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Returns the kernels of those backends that are available, for tests that go over backends
   * themselves. A line is printed for each that is not.
   *
   * @throws AssertionError if {@code -Dgns4j.require} names one that is not available, or none is
   */
  public static List<Kernels> available(String... names) {
    String required = System.getProperty(REQUIRE, "");
    List<Kernels> available =
        Stream.of(names).flatMap(name -> find(name, required).stream()).toList();
    if (available.isEmpty()) {
      throw new AssertionError("none of the backends is available: " + List.of(names));
    }
    return available;
  }
}
