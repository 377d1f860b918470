package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Kernels;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation leaves the same bits when it runs again, and on any number of threads: sums are
 * combined in an order that depends on the layout alone.
 */
public abstract class DeterminismContract {
  private static final int REPETITIONS = 2;

  /** For subclasses. */
  protected DeterminismContract() {}

  /**
   * Returns kernels for each number of threads (or each other setting) that must not matter, by
   * name; at least one.
   */
  protected abstract Map<String, Kernels> kernels();

  /** See {@link KernelContract#chunk}. */
  protected int chunk() {
    return 8192;
  }

  /** One test for each operation and type. */
  @TestFactory
  public Stream<DynamicTest> sameBits() {
    Map<String, Kernels> kernels = kernels();
    return LargeCases.all(chunk()).stream()
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> check(c, kernels)));
  }

  private static void check(KernelCase one, Map<String, Kernels> kernels) {
    List<Object> first = one.bits(kernels.values().iterator().next());
    kernels.forEach(
        (name, k) -> {
          for (int i = 0; i < REPETITIONS; i++) {
            if (!one.bits(k).equals(first)) {
              throw new AssertionError("other bits with " + name + " — " + one);
            }
          }
        });
  }
}
