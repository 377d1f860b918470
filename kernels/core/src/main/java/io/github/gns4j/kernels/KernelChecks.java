package io.github.gns4j.kernels;

/** The argument checks of {@link Kernels}, one method per operation. */
final class KernelChecks {
  private KernelChecks() {}

  static void copy(Placement own, FlatArray source, FlatArray target) {
    ArrayChecks.notNull("source", source);
    ArrayChecks.notNull("target", target);
    hostOrOwn("source", source, own);
    hostOrOwn("target", target, own);
    ArrayChecks.sameType("target", target, source.type());
    if (target.length() != source.length()) {
      throw new IllegalArgumentException(
          "target has " + target.length() + " elements, allowed: " + source.length());
    }
  }

  static void squaredNorm(
      Placement own, FlatArray gradient, double scale, Preconditioner metric, Sums sums) {
    ArrayChecks.notNull("sums", sums);
    ArrayChecks.array("gradient", gradient, sums.segments().length(), own);
    scale(scale);
    if (metric != null) {
      metric(own, metric, gradient.length());
      ArrayChecks.gradientType("gradient", gradient, metric.secondMoment().type());
    }
  }

  static void dot(Placement own, FlatArray a, FlatArray b, Sums sums) {
    ArrayChecks.notNull("sums", sums);
    ArrayChecks.array("a", a, sums.segments().length(), own);
    ArrayChecks.array("b", b, sums.segments().length(), own);
    ArrayChecks.stateType("a", a);
    ArrayChecks.sameType("b", b, a.type());
  }

  static void accumulate(
      Placement own,
      FlatArray mean,
      FlatArray gradient,
      Segments segments,
      Accumulation how,
      Preconditioner metric,
      Sums sums) {
    ArrayChecks.notNull("segments", segments);
    ArrayChecks.notNull("how", how);
    ArrayChecks.array("mean", mean, segments.length(), own);
    ArrayChecks.array("gradient", gradient, segments.length(), own);
    ArrayChecks.stateType("mean", mean);
    ArrayChecks.gradientType("gradient", gradient, mean.type());
    if (metric != null) {
      metric(own, metric, segments.length());
      ArrayChecks.sameType("metric's second moment", metric.secondMoment(), mean.type());
    }
    ArrayChecks.layout(sums, segments);
    FlatArray second = metric == null ? null : metric.secondMoment();
    ArrayChecks.disjoint("mean", mean, "gradient", gradient);
    ArrayChecks.disjoint("mean", mean, "metric's second moment", second);
    ArrayChecks.disjoint("gradient", gradient, "metric's second moment", second);
  }

  static void perSampleMoments(
      Placement own, PerSample arrays, double scale, Preconditioner metric, Sums sums) {
    ArrayChecks.notNull("arrays", arrays);
    scale(scale);
    long columns = arrays.segments().length();
    rows(arrays.rows());
    ArrayChecks.array("samples", arrays.samples(), elements(arrays.rows(), columns), own);
    ArrayChecks.array("mean", arrays.mean(), columns, own);
    ArrayChecks.stateType("mean", arrays.mean());
    ArrayChecks.gradientType("samples", arrays.samples(), arrays.mean().type());
    FlatArray norms = arrays.squaredNorms();
    if (norms != null) {
      ArrayChecks.array("squaredNorms", norms, arrays.rows(), own);
      ArrayChecks.sameType("squaredNorms", norms, ElementType.FLOAT64);
    }
    if (metric != null) {
      metric(own, metric, columns);
      ArrayChecks.sameType("metric's second moment", metric.secondMoment(), arrays.mean().type());
    }
    ArrayChecks.layout(sums, arrays.segments());
    FlatArray second = metric == null ? null : metric.secondMoment();
    ArrayChecks.disjoint("samples", arrays.samples(), "mean", arrays.mean());
    ArrayChecks.disjoint("samples", arrays.samples(), "squaredNorms", norms);
    ArrayChecks.disjoint("samples", arrays.samples(), "metric's second moment", second);
    ArrayChecks.disjoint("mean", arrays.mean(), "squaredNorms", norms);
    ArrayChecks.disjoint("mean", arrays.mean(), "metric's second moment", second);
    ArrayChecks.disjoint("squaredNorms", norms, "metric's second moment", second);
  }

  static void sgdStep(Placement own, StepArrays arrays, SgdHyper hyper, Gate gate, Sums sums) {
    ArrayChecks.notNull("arrays", arrays);
    ArrayChecks.notNull("hyper", hyper);
    if (hyper.momentum() != 0) {
      ArrayChecks.notNull("first (the momentum buffer)", arrays.first());
    }
    StepChecks.step(own, arrays, hyper.decay(), gate, sums);
  }

  static void adamStep(Placement own, StepArrays arrays, AdamHyper hyper, Gate gate, Sums sums) {
    ArrayChecks.notNull("arrays", arrays);
    ArrayChecks.notNull("hyper", hyper);
    moments(arrays);
    StepChecks.step(own, arrays, hyper.decay(), gate, sums);
    epsilon(hyper.epsilon(), arrays.first());
  }

  static void lambStep(Placement own, StepArrays arrays, LambHyper hyper, Gate gate, Sums sums) {
    ArrayChecks.notNull("arrays", arrays);
    ArrayChecks.notNull("hyper", hyper);
    ArrayChecks.notNull("parameters", arrays.parameters());
    ArrayChecks.notNull("sums", sums);
    moments(arrays);
    StepChecks.step(own, arrays, hyper.adam().decay(), gate, sums);
    epsilon(hyper.adam().epsilon(), arrays.first());
  }

  static void average(Placement own, FlatArray average, FlatArray value, double weight) {
    ArrayChecks.notNull("average", average);
    ArrayChecks.array("average", average, average.length(), own);
    ArrayChecks.array("value", value, average.length(), own);
    ArrayChecks.stateType("average", average);
    ArrayChecks.sameType("value", value, average.type());
    Arguments.nonNegative("weight", weight);
    ArrayChecks.disjoint("average", average, "value", value);
  }

  private static void moments(StepArrays arrays) {
    ArrayChecks.notNull("first (the first moment)", arrays.first());
    ArrayChecks.notNull("second (the second moment)", arrays.second());
  }

  private static void metric(Placement own, Preconditioner metric, long length) {
    FlatArray second = metric.secondMoment();
    ArrayChecks.array("metric's second moment", second, length, own);
    ArrayChecks.stateType("metric's second moment", second);
    epsilon(metric.epsilon(), second);
  }

  /**
   * In FLOAT32 a subnormal epsilon would divide by 0, or overflow, where the second moment is 0.
   */
  private static void epsilon(double epsilon, FlatArray state) {
    if (state.type() == ElementType.FLOAT32 && epsilon < Float.MIN_NORMAL) {
      throw new IllegalArgumentException(
          "epsilon is " + epsilon + ", allowed with FLOAT32 state: at least " + Float.MIN_NORMAL);
    }
  }

  private static void rows(long rows) {
    if (rows > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "rows is " + rows + ", allowed: at most " + Integer.MAX_VALUE);
    }
  }

  private static long elements(long rows, long columns) {
    if (columns != 0 && rows > Long.MAX_VALUE / columns) {
      throw new IllegalArgumentException(
          "rows is " + rows + ", allowed with " + columns + " columns: 64-bit lengths");
    }
    return rows * columns;
  }

  private static void scale(double scale) {
    if (scale == 0) {
      throw new IllegalArgumentException("scale is 0.0, allowed: finite and not 0");
    }
    Arguments.finite("scale", scale);
  }

  private static void hostOrOwn(String name, FlatArray array, Placement own) {
    if (array.placement() != Placement.HOST && array.placement() != own) {
      throw new IllegalArgumentException(
          name + " lives in " + array.placement() + " memory, allowed: HOST or " + own);
    }
  }
}
