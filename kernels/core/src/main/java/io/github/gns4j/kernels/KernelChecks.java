package io.github.gns4j.kernels;

/** The argument checks of {@link Kernels}, one method per operation. */
final class KernelChecks {
  private KernelChecks() {}

  static void copy(Placement own, FlatArray source, FlatArray target) {}

  static void squaredNorm(
      Placement own, FlatArray gradient, double scale, Preconditioner metric, Sums sums) {}

  static void dot(Placement own, FlatArray a, FlatArray b, Sums sums) {}

  static void accumulate(
      Placement own,
      FlatArray mean,
      FlatArray gradient,
      Segments segments,
      Accumulation how,
      Preconditioner metric,
      Sums sums) {}

  static void perSampleMoments(
      Placement own, PerSample arrays, double scale, Preconditioner metric, Sums sums) {}

  static void sgdStep(Placement own, StepArrays arrays, SgdHyper hyper, Gate gate, Sums sums) {}

  static void adamStep(Placement own, StepArrays arrays, AdamHyper hyper, Gate gate, Sums sums) {}

  static void lambStep(Placement own, StepArrays arrays, LambHyper hyper, Gate gate, Sums sums) {}

  static void average(Placement own, FlatArray average, FlatArray value, double weight) {}
}
