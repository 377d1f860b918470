package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.testkit.oracle.AverageOracle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contract of {@link Kernels#average}. */
public abstract class AverageContract extends KernelContract {
  /** For subclasses. */
  protected AverageContract() {}

  @Override
  public Map<String, List<KernelCase>> groups() {
    Map<String, List<KernelCase>> groups = new LinkedHashMap<>();
    List<Layout> layouts = new ArrayList<>(Layout.aroundLanes());
    layouts.addAll(Layout.aroundChunks(chunk()));
    for (Types types : List.of(Types.FLOAT, Types.DOUBLE)) {
      for (Layout layout : layouts) {
        KernelCase one = new AverageCase(Numbers.normal(types, layout), 0.25);
        groups.put(types + ", " + layout, List.of(one));
      }
      for (Values values : Values.values()) {
        groups.put(types + ", " + values.reason(), special(types, values));
      }
    }
    return groups;
  }

  /** A weight of 0 keeps the average, 1 copies over whatever was there, 32 goes on beyond it. */
  private static List<KernelCase> special(Types types, Values values) {
    List<KernelCase> cases = new ArrayList<>();
    Numbers numbers = new Numbers(types, Layout.batchNorm(), values);
    for (double weight : new double[] {1, 0.001, 0.999, 32}) {
      cases.add(new AverageCase(numbers, weight));
    }
    if (!values.isNonFinite()) {
      cases.add(new AverageCase(numbers, 0));
    }
    return cases;
  }

  private static final class AverageCase extends KernelCase {
    private final Numbers numbers;
    private final double weight;

    AverageCase(Numbers numbers, double weight) {
      this.numbers = numbers;
      this.weight = weight;
    }

    @Override
    Comparison run(Execution e) {
      int shift = numbers.layout().shift();
      double[] before = weight == 1 ? numbers.garbage() : numbers.ordinary(1);
      double[] average = e.place("average", numbers.types().state(), before, shift);
      double[] value = e.place("value", numbers.types().state(), numbers.gradient(2), shift + 2);
      e.kernels().average(e.view("average"), e.view("value"), weight);
      AverageOracle oracle = new AverageOracle(numbers.types().state());
      return () -> e.checkArray("average", oracle.run(average, value, weight));
    }

    @Override
    public String toString() {
      return "average, weight " + weight + ", " + numbers;
    }
  }
}
