package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.testkit.HostCopies;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contract of {@link Kernels#allocate} and {@link Kernels#copy}. */
public abstract class MemoryContract extends KernelContract {
  /** For subclasses. */
  protected MemoryContract() {}

  @Override
  public Map<String, List<KernelCase>> groups() {
    Map<String, List<KernelCase>> groups = new LinkedHashMap<>();
    for (ElementType type : ElementType.values()) {
      groups.put("zeros and copies: " + type, List.of(new MemoryCase(type)));
    }
    return groups;
  }

  /** New arrays are 0, copies between views on the backend arrive and touch nothing else. */
  private static final class MemoryCase extends KernelCase {
    private static final int LENGTH = 1003;
    private final ElementType type;

    MemoryCase(ElementType type) {
      this.type = type;
    }

    @Override
    Comparison run(Execution e) {
      Layout layout = new Layout("copy", Segments.single(LENGTH), 3);
      double[] values = Values.NAN_MIDDLE.gradient(layout, type, KernelContract.SEED);
      double[] source = e.place("source", type, values, 3);
      e.place("target", type, new double[LENGTH], 0);
      e.kernels().copy(e.view("source"), e.view("target"));
      double[] target = HostCopies.read(e.kernels(), e.view("target"));
      double[] fresh = HostCopies.read(e.kernels(), e.kernels().allocate(type, LENGTH));
      return () -> {
        require(Arrays.equals(source, target), "copy differs");
        require(Arrays.equals(fresh, new double[LENGTH]), "new array is not 0");
      };
    }

    private static void require(boolean holds, String otherwise) {
      if (!holds) {
        throw new AssertionError(otherwise);
      }
    }

    @Override
    public String toString() {
      return "memory of " + type;
    }
  }
}
