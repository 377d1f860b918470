package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.testkit.oracle.DotOracle;
import java.util.List;
import java.util.Map;

/** The contract of {@link Kernels#dot}. */
public abstract class DotContract extends KernelContract {
  /** For subclasses. */
  protected DotContract() {}

  @Override
  public Map<String, List<KernelCase>> groups() {
    return ReductionCases.groups(chunk(), (numbers, metric, scale) -> of(numbers));
  }

  static KernelCase of(Numbers numbers) {
    return new DotCase(numbers);
  }

  /** Both arrays have the type of the state. */
  private static final class DotCase extends KernelCase {
    private final Numbers numbers;

    DotCase(Numbers numbers) {
      ElementType state = numbers.types().state();
      Types types = state == ElementType.FLOAT64 ? Types.DOUBLE : Types.FLOAT;
      this.numbers = new Numbers(types, numbers.layout(), numbers.values());
    }

    @Override
    Comparison run(Execution e) {
      Segments segments = numbers.layout().segments();
      int shift = numbers.layout().shift();
      double[] a = e.place("a", numbers.types().state(), numbers.gradient(1), shift);
      double[] b = e.place("b", numbers.types().state(), numbers.gradient(2), shift + 1);
      Sums sums = e.reduceInto(segments);
      e.kernels().dot(e.view("a"), e.view("b"), sums);
      DotOracle oracle = new DotOracle(numbers.types().state());
      return () -> e.checkSums(oracle.run(a, b, segments));
    }

    @Override
    public String toString() {
      return "dot, " + numbers;
    }
  }
}
