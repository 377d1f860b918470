package io.github.gns4j.testkit;

import io.github.gns4j.kernels.Kernels;
import java.util.List;
import org.opentest4j.TestAbortedException;

/** Gets backends for tests; one that is absent is never passed over in silence. */
public final class Backends {
  private static final String REQUIRE = "gns4j.require";

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
    try {
      return Kernels.named(name);
    } catch (IllegalStateException e) {
      if (List.of(required.strip().split("\\s*,\\s*", -1)).contains(name)) {
        throw new AssertionError("-D" + REQUIRE + "=" + required + ": " + e.getMessage(), e);
      }
      String message = "SKIPPED: tests of backend " + name + ": " + e.getMessage();
      System.err.println(message);
      throw new TestAbortedException(message, e);
    }
  }
}
