package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Kernels;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the contract tests of all operations have in common. */
public abstract class KernelContract {
  /** Seed of all data. */
  static final long SEED = 20_260;

  /** For subclasses. */
  protected KernelContract() {}

  /** Returns the kernels under test. */
  protected abstract Kernels kernels();

  /**
   * Returns the number of elements that the backend hands to a thread at once, or a multiple;
   * default 8192.
   */
  protected int chunk() {
    return 8192;
  }

  /** Returns the cases, in groups that make one test each, by the name of the group. */
  public abstract Map<String, List<KernelCase>> groups();

  /** One test for each group of cases. */
  @TestFactory
  public Stream<DynamicTest> contract() {
    Kernels kernels = kernels();
    return groups().entrySet().stream()
        .map(
            group ->
                DynamicTest.dynamicTest(
                    group.getKey(), () -> group.getValue().forEach(c -> c.check(kernels))));
  }
}
