package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.testkit.oracle.AccumulateOracle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The contract of {@link Kernels#accumulate}. */
public abstract class AccumulateContract extends KernelContract {
  /** For subclasses. */
  protected AccumulateContract() {}

  @Override
  public Map<String, List<KernelCase>> groups() {
    Map<String, List<KernelCase>> groups = new LinkedHashMap<>();
    ReductionCases.groups(chunk(), (n, metric, scale) -> running(n, metric, scale, 48))
        .forEach((name, cases) -> groups.put("running mean: " + name, cases));
    ReductionCases.groups(chunk(), (n, metric, scale) -> running(n, metric, scale, 0))
        .forEach((name, cases) -> groups.put("first micro-batch: " + name, cases));
    groups.put("without sums", withoutSums());
    return groups;
  }

  static KernelCase running(Numbers numbers, MetricKind metric, double scale, long previous) {
    Accumulation how = new Accumulation(scale, previous, 16);
    return new AccumulateCase(numbers, metric, how, Reduction.SUMS);
  }

  private static List<KernelCase> withoutSums() {
    List<KernelCase> cases = new ArrayList<>();
    for (Types types : Types.values()) {
      for (long previous : new long[] {0, 1, 1_000_000}) {
        Accumulation how = new Accumulation(0.5, previous, 3);
        Numbers numbers = Numbers.normal(types, Layout.batchNorm());
        cases.add(new AccumulateCase(numbers, MetricKind.NONE, how, Reduction.NOTHING));
      }
    }
    return cases;
  }

  private static final class AccumulateCase extends KernelCase {
    private final Numbers numbers;
    private final MetricKind metric;
    private final Accumulation how;
    private final Reduction reduction;

    AccumulateCase(Numbers numbers, MetricKind metric, Accumulation how, Reduction reduction) {
      this.numbers = numbers;
      this.metric = metric;
      this.how = how;
      this.reduction = reduction;
    }

    @Override
    Comparison run(Execution e) {
      Segments segments = numbers.layout().segments();
      int shift = numbers.layout().shift();
      double[] before = how.previous() == 0 ? numbers.garbage() : numbers.ordinary(3);
      double[] mean = e.place("mean", numbers.types().state(), before, shift);
      double[] g = e.place("gradient", numbers.types().gradient(), numbers.gradient(1), shift);
      MetricKind.Placed placed = metric.place(e, numbers);
      Sums sums = reduction == Reduction.SUMS ? e.reduceInto(segments) : null;
      e.kernels()
          .accumulate(e.view("mean"), e.view("gradient"), segments, how, placed.kernels(), sums);
      AccumulateOracle oracle = new AccumulateOracle(numbers.types().state(), placed.oracle());
      AccumulateOracle.Outcome expected = oracle.run(mean, g, segments, how);
      return () -> {
        e.checkArray("mean", expected.mean());
        e.checkSums(expected.sums());
      };
    }

    @Override
    public String toString() {
      return "accumulate, " + how + ", metric " + metric + ", " + reduction + ", " + numbers;
    }
  }
}
