package io.github.gns4j.testkit.contract;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.KernelBackend;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.testkit.oracle.OracleBackend;
import io.github.gns4j.testkit.oracle.OracleSums;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Mistakes in averages and reductions. */
final class ReductionDefects {
  private static final String LAYERS = "layers around a batch norm";

  private ReductionDefects() {}

  static List<Defect> all() {
    return List.of(
        defect(
            "accumulate weighs micro-batches equally",
            "AccumulateContract",
            LAYERS,
            () ->
                accumulating(
                    a ->
                        new Accumulation(a.scale(), a.previous() == 0 ? 0 : a.added(), a.added()))),
        defect(
            "accumulate forgets the scale",
            "AccumulateContract",
            "scales: FLOAT",
            () -> accumulating(a -> new Accumulation(1, a.previous(), a.added()))),
        defect(
            "accumulate reads the memory of a new mean",
            "AccumulateContract",
            "first micro-batch",
            () -> accumulating(a -> new Accumulation(a.scale(), 1, 1_000_000_000))),
        defect(
            "accumulate counts the gradient instead of the mean",
            "AccumulateContract",
            "not finite any more",
            CountsGradient::new),
        defect(
            "accumulate drops the last element of the sums",
            "AccumulateContract",
            "a chunk and one",
            SumsWithoutTail::new),
        defect("squared norm counts in float", "SquaredNormContract", "overflow", FloatRange::new),
        defect(
            "squared norm flushes small squares",
            "SquaredNormContract",
            "subnormal",
            FloatRange::new),
        defect(
            "squared norm drops the last element",
            "SquaredNormContract",
            "a chunk and one",
            SumsWithoutTail::new),
        defect(
            "squared norm forgets the scale",
            "SquaredNormContract",
            "scales: FLOAT",
            Unscaled::new),
        defect(
            "dot drops the last element", "DotContract", "a chunk and one", SumsWithoutTail::new),
        defect(
            "per-sample noise from a difference in float",
            "PerSampleMomentsContract",
            "noise far below",
            Cancelling::new),
        defect(
            "per-sample norms in another order",
            "PerSampleMomentsContract",
            "3 rows",
            SwappedNorms::new),
        defect(
            "average weighs the other way round", "AverageContract", "ordinary", OtherWeight::new),
        defect("average of weight 1 blends", "AverageContract", "ordinary", Blending::new));
  }

  private static Defect defect(
      String mistake, String contract, String group, Supplier<KernelBackend> backend) {
    return new Defect(mistake, contract, group, backend);
  }

  private static KernelBackend accumulating(UnaryOperator<Accumulation> change) {
    return new OracleBackend() {
      @Override
      public void accumulate(
          FlatArray mean,
          FlatArray gradient,
          Segments segments,
          Accumulation how,
          Preconditioner metric,
          Sums sums) {
        super.accumulate(mean, gradient, segments, change.apply(how), metric, sums);
      }
    };
  }

  private static final class CountsGradient extends OracleBackend {
    @Override
    public void accumulate(
        FlatArray mean,
        FlatArray gradient,
        Segments segments,
        Accumulation how,
        Preconditioner metric,
        Sums sums) {
      super.accumulate(mean, gradient, segments, how, metric, null);
      if (sums != null) {
        super.squaredNorm(gradient, how.scale(), metric, sums);
      }
    }
  }

  /** Every reduction loses the last element, every array is right. */
  private static final class SumsWithoutTail extends OracleBackend {
    @Override
    public void squaredNorm(FlatArray gradient, double scale, Preconditioner metric, Sums sums) {
      super.squaredNorm(Copies.withoutTail(gradient), scale, metric, sums);
    }

    @Override
    public void dot(FlatArray a, FlatArray b, Sums sums) {
      super.dot(Copies.withoutTail(a), b, sums);
    }

    @Override
    public void accumulate(
        FlatArray mean,
        FlatArray gradient,
        Segments segments,
        Accumulation how,
        Preconditioner metric,
        Sums sums) {
      HostArray copy = Copies.withoutTail(mean);
      HostArray added = Copies.withoutTail(gradient);
      super.accumulate(mean, gradient, segments, how, metric, null);
      super.accumulate(copy, added, segments, how, metric, sums);
    }
  }

  /** Squares that leave the range of float: the elements are squared in it. */
  private static final class FloatRange extends OracleBackend {
    @Override
    public void squaredNorm(FlatArray gradient, double scale, Preconditioner metric, Sums sums) {
      HostArray rounded = Copies.mapped(gradient, FloatRange::throughFloatSquare);
      super.squaredNorm(rounded, scale, metric, sums);
    }

    private static double throughFloatSquare(double x) {
      double square = (float) (x * x);
      return square == 0 || Double.isInfinite(square) ? Math.sqrt(square) : x;
    }
  }

  private static final class Unscaled extends OracleBackend {
    @Override
    public void squaredNorm(FlatArray gradient, double scale, Preconditioner metric, Sums sums) {
      super.squaredNorm(gradient, 1, metric, sums);
    }
  }

  private static final class Cancelling extends OracleBackend {
    @Override
    public Sums newSums(Segments segments) {
      return new CancellingSums(segments);
    }

    @Override
    public void perSampleMoments(PerSample arrays, double scale, Preconditioner metric, Sums sums) {
      CancellingSums wrong = (CancellingSums) sums;
      wrong.rows = arrays.rows();
      super.perSampleMoments(arrays, scale, metric, wrong.right);
    }
  }

  /** All is right but {@code Σ|g − mean|²}, which is {@code Σ|g|² − B|mean|²} in float. */
  private static final class CancellingSums implements Sums {
    private final OracleSums right;
    private long rows;

    CancellingSums(Segments segments) {
      this.right = new OracleSums(segments);
    }

    @Override
    public Segments segments() {
      return right.segments();
    }

    @Override
    public double get(Sum sum, int segment) {
      return sum == Sum.DEVIATION_SQUARED
          ? (float) right.get(Sum.GRADIENT_SQUARED, segment)
              - (float) (rows * right.get(Sum.MEAN_SQUARED, segment))
          : right.get(sum, segment);
    }
  }

  private static final class SwappedNorms extends OracleBackend {
    @Override
    public void perSampleMoments(PerSample arrays, double scale, Preconditioner metric, Sums sums) {
      super.perSampleMoments(arrays, scale, metric, sums);
      HostArray norms = (HostArray) arrays.squaredNorms();
      if (norms != null && norms.length() > 1) {
        double first = norms.get(0);
        norms.set(0, norms.get(1));
        norms.set(1, first);
      }
    }
  }

  private static final class OtherWeight extends OracleBackend {
    @Override
    public void average(FlatArray average, FlatArray value, double weight) {
      super.average(average, value, 1 - weight);
    }
  }

  private static final class Blending extends OracleBackend {
    @Override
    public void average(FlatArray average, FlatArray value, double weight) {
      super.average(average, value, Math.min(weight, Math.nextDown(1.0)));
    }
  }
}
