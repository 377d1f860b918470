package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.testkit.oracle.PerSampleMomentsOracle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The contract of {@link Kernels#perSampleMoments}. */
public abstract class PerSampleMomentsContract extends KernelContract {
  /** For subclasses. */
  protected PerSampleMomentsContract() {}

  @Override
  public Map<String, List<KernelCase>> groups() {
    Map<String, List<KernelCase>> groups = new LinkedHashMap<>();
    ReductionCases.groups(chunk(), (n, metric, scale) -> of(n, metric, scale, 3))
        .forEach((name, cases) -> groups.put("3 rows: " + name, cases));
    for (int rows : new int[] {1, 2, 4, 5, 8, 17, 63, 257}) {
      groups.put(rows + " rows", rows(rows));
    }
    groups.put("noise far below the mean", smallNoise());
    groups.put("without sums or norms", partial());
    return groups;
  }

  static KernelCase of(Numbers numbers, MetricKind metric, double scale, int rows) {
    return new PerSampleCase(new Rows(numbers, rows, 1), new Wanted(metric, Reduction.SUMS), scale);
  }

  private static List<KernelCase> rows(int rows) {
    List<KernelCase> cases = new ArrayList<>();
    for (Types types : Types.values()) {
      cases.add(of(Numbers.normal(types, Layout.batchNorm()), MetricKind.GIVEN, 1.0 / 3, rows));
    }
    return cases;
  }

  /** Deviations of a thousandth of the mean: a difference of two sums in float loses them. */
  private static List<KernelCase> smallNoise() {
    List<KernelCase> cases = new ArrayList<>();
    for (Types types : List.of(Types.FLOAT, Types.DOUBLE, Types.DOUBLE_FROM_FLOAT)) {
      Numbers numbers = Numbers.normal(types, Layout.batchNorm());
      Wanted wanted = new Wanted(MetricKind.GIVEN, Reduction.SUMS);
      cases.add(new PerSampleCase(new Rows(numbers, 16, 1e-3), wanted, 1));
    }
    return cases;
  }

  private static List<KernelCase> partial() {
    List<KernelCase> cases = new ArrayList<>();
    for (Types types : Types.values()) {
      Numbers numbers = Numbers.normal(types, Layout.batchNorm());
      Wanted wanted = new Wanted(MetricKind.NONE, Reduction.NOTHING);
      cases.add(new PerSampleCase(new Rows(numbers, 5, 1), wanted, 0.5));
    }
    return cases;
  }

  /**
   * The samples.
   *
   * @param noise 1: independent rows; below: one row times 1 + noise·(−1 … 1)
   */
  private record Rows(Numbers numbers, int count, double noise) {
    double[] samples() {
      int length = numbers.layout().length();
      double[] samples = new double[count * length];
      SplittableRandom random = new SplittableRandom(KernelContract.SEED);
      for (int row = 0; row < count; row++) {
        double[] one = numbers.gradient(noise == 1 ? row : 0);
        for (int j = 0; j < length; j++) {
          double factor = noise == 1 ? 1 : 1 + noise * random.nextDouble(-1, 1);
          samples[row * length + j] = one[j] * factor;
        }
      }
      return samples;
    }
  }

  /** Which results are wanted: without sums, norms are left out too. */
  private record Wanted(MetricKind metric, Reduction reduction) {}

  private static final class PerSampleCase extends KernelCase {
    private final Rows rows;
    private final Wanted wanted;
    private final double scale;

    PerSampleCase(Rows rows, Wanted wanted, double scale) {
      this.rows = rows;
      this.wanted = wanted;
      this.scale = scale;
    }

    @Override
    Comparison run(Execution e) {
      Numbers numbers = rows.numbers;
      Types types = numbers.types();
      Segments segments = numbers.layout().segments();
      int shift = numbers.layout().shift();
      double[] samples = e.place("samples", types.gradient(), rows.samples(), shift);
      e.place("mean", types.state(), numbers.garbage(), shift);
      boolean reduces = wanted.reduction == Reduction.SUMS;
      if (reduces) {
        double[] unset = new double[rows.count];
        Arrays.fill(unset, Double.NaN);
        e.place("norms", ElementType.FLOAT64, unset, shift);
      }
      MetricKind.Placed metric = wanted.metric.place(e, numbers);
      PerSample arrays =
          new PerSample(e.view("samples"), rows.count, e.view("mean"), e.view("norms"), segments);
      Sums sums = reduces ? e.reduceInto(segments) : null;
      e.kernels().perSampleMoments(arrays, scale, metric.kernels(), sums);
      PerSampleMomentsOracle oracle =
          new PerSampleMomentsOracle(types.state(), scale, metric.oracle());
      return () -> {
        PerSampleMomentsOracle.Outcome expected = oracle.run(split(samples), segments);
        e.checkArray("mean", expected.mean());
        if (reduces) {
          e.checkArray("norms", expected.squaredNorms());
        }
        e.checkSums(expected.sums());
      };
    }

    private double[][] split(double[] samples) {
      int length = rows.numbers.layout().length();
      double[][] split = new double[rows.count][];
      for (int row = 0; row < split.length; row++) {
        split[row] = Arrays.copyOfRange(samples, row * length, (row + 1) * length);
      }
      return split;
    }

    @Override
    public String toString() {
      return "perSampleMoments of " + rows + ", " + wanted + ", scale " + scale;
    }
  }
}
