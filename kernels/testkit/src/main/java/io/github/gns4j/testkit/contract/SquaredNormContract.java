package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.testkit.oracle.SquaredNormOracle;
import java.util.List;
import java.util.Map;

/** The contract of {@link Kernels#squaredNorm}. */
public abstract class SquaredNormContract extends KernelContract {
  /** For subclasses. */
  protected SquaredNormContract() {}

  @Override
  public Map<String, List<KernelCase>> groups() {
    return ReductionCases.groups(chunk(), SquaredNormContract::of);
  }

  static KernelCase of(Numbers numbers, MetricKind metric, double scale) {
    return new SquaredNormCase(numbers, metric, scale);
  }

  private static final class SquaredNormCase extends KernelCase {
    private final Numbers numbers;
    private final MetricKind metric;
    private final double scale;

    SquaredNormCase(Numbers numbers, MetricKind metric, double scale) {
      this.numbers = numbers;
      this.metric = metric;
      this.scale = scale;
    }

    @Override
    Comparison run(Execution e) {
      Segments segments = numbers.layout().segments();
      int shift = numbers.layout().shift();
      double[] g = e.place("gradient", numbers.types().gradient(), numbers.gradient(1), shift);
      MetricKind.Placed placed = metric.place(e, numbers);
      Sums sums = e.reduceInto(segments);
      e.kernels().squaredNorm(e.view("gradient"), scale, placed.kernels(), sums);
      ElementType type =
          metric == MetricKind.NONE ? numbers.types().gradient() : numbers.types().state();
      SquaredNormOracle oracle = new SquaredNormOracle(type);
      return () -> e.checkSums(oracle.run(g, scale, placed.oracle(), segments));
    }

    @Override
    public String toString() {
      return "squaredNorm, scale " + scale + ", metric " + metric + ", " + numbers;
    }
  }
}
