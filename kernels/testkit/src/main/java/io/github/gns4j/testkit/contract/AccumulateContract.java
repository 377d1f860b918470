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
    groups.put("a mean that is not finite any more", brokenMean());
    return groups;
  }

  static KernelCase running(Numbers numbers, MetricKind metric, double scale, long previous) {
    Accumulation how = new Accumulation(scale, previous, 16);
    return new AccumulateCase(new Input(numbers, metric, Values.ZERO), how, Reduction.SUMS);
  }

  private static List<KernelCase> withoutSums() {
    List<KernelCase> cases = new ArrayList<>();
    for (Types types : Types.values()) {
      for (long previous : new long[] {0, 1, 1_000_000}) {
        Accumulation how = new Accumulation(0.5, previous, 3);
        Numbers numbers = Numbers.normal(types, Layout.batchNorm());
        Input input = new Input(numbers, MetricKind.NONE, Values.ZERO);
        cases.add(new AccumulateCase(input, how, Reduction.NOTHING));
      }
    }
    return cases;
  }

  /** A finite micro-batch after one that was not: the count must still tell. */
  private static List<KernelCase> brokenMean() {
    List<KernelCase> cases = new ArrayList<>();
    for (Types types : Types.values()) {
      for (Values values : Values.values()) {
        for (MetricKind metric : MetricKind.values()) {
          Input input = new Input(Numbers.normal(types, Layout.batchNorm()), metric, values);
          cases.add(new AccumulateCase(input, new Accumulation(1, 5, 3), Reduction.SUMS));
        }
      }
    }
    return cases;
  }

  /**
   * What a pass is given.
   *
   * @param numbers the gradient
   * @param metric the metric
   * @param added added to the mean before, so that it may hold what is not finite
   */
  private record Input(Numbers numbers, MetricKind metric, Values added) {
    double[] meanBefore() {
      double[] mean = numbers.ordinary(3);
      double[] more = added.gradient(numbers.layout(), numbers.types().state(), 4);
      for (int i = 0; i < mean.length; i++) {
        mean[i] += more[i];
      }
      return mean;
    }
  }

  private static final class AccumulateCase extends KernelCase {
    private final Input input;
    private final Accumulation how;
    private final Reduction reduction;

    AccumulateCase(Input input, Accumulation how, Reduction reduction) {
      this.input = input;
      this.how = how;
      this.reduction = reduction;
    }

    @Override
    Comparison run(Execution e) {
      Numbers numbers = input.numbers;
      Segments segments = numbers.layout().segments();
      int shift = numbers.layout().shift();
      double[] before = how.previous() == 0 ? numbers.garbage() : input.meanBefore();
      double[] mean = e.place("mean", numbers.types().state(), before, shift);
      double[] g = e.place("gradient", numbers.types().gradient(), numbers.gradient(1), shift);
      MetricKind.Placed placed = input.metric.place(e, numbers);
      Sums sums = reduction == Reduction.SUMS ? e.reduceInto(segments) : null;
      e.kernels()
          .accumulate(e.view("mean"), e.view("gradient"), segments, how, placed.kernels(), sums);
      AccumulateOracle oracle = new AccumulateOracle(numbers.types().state(), placed.oracle());
      return () -> {
        AccumulateOracle.Outcome expected = oracle.run(mean, g, segments, how);
        e.checkArray("mean", expected.mean());
        e.checkSums(expected.sums());
      };
    }

    @Override
    public String toString() {
      return "accumulate, " + how + ", " + reduction + ", " + input;
    }
  }
}
