package io.github.gns4j.kernels;

/**
 * An implementation of the kernel operations, behind the checks of {@link Kernels}. Found through
 * {@link KernelBackendProvider}. The operations are specified at the methods of the same name in
 * {@link Kernels}; a backend may rely on every condition stated there.
 *
 * <p>{@code sums} may be null everywhere: then nothing is reduced.
 */
public interface KernelBackend extends AutoCloseable {
  /** Returns the name by which the backend is selected: {@code scalar}, {@code vector}, … */
  String name();

  /** Returns what runs here, in words, for logs and reports. */
  String description();

  /** Returns the memory that the backend works on. */
  Placement placement();

  /** See {@link Kernels#allocate}. */
  FlatArray allocate(ElementType type, long length);

  /** See {@link Kernels#copy}. */
  void copy(FlatArray source, FlatArray target);

  /** See {@link Kernels#newSums}. */
  Sums newSums(Segments segments);

  /** See {@link Kernels#squaredNorm}. */
  void squaredNorm(FlatArray gradient, double scale, Preconditioner metric, Sums sums);

  /** See {@link Kernels#dot}. */
  void dot(FlatArray a, FlatArray b, Sums sums);

  /** See {@link Kernels#accumulate}. */
  void accumulate(
      FlatArray mean,
      FlatArray gradient,
      Segments segments,
      Accumulation how,
      Preconditioner metric,
      Sums sums);

  /** See {@link Kernels#perSampleMoments}. */
  void perSampleMoments(PerSample arrays, double scale, Preconditioner metric, Sums sums);

  /** See {@link Kernels#sgdStep}. */
  void sgdStep(StepArrays arrays, SgdHyper hyper, Gate gate, Sums sums);

  /** See {@link Kernels#adamStep}. */
  void adamStep(StepArrays arrays, AdamHyper hyper, Gate gate, Sums sums);

  /** See {@link Kernels#lambStep}. */
  void lambStep(StepArrays arrays, LambHyper hyper, Gate gate, Sums sums);

  /** See {@link Kernels#average}. */
  void average(FlatArray average, FlatArray value, double weight);

  /** See {@link Kernels#outerNorms}. */
  void outerNorms(OuterProducts products, double scale);

  /** See {@link Kernels#convolutionNorms}. */
  void convolutionNorms(ConvolutionProducts products, double scale);

  /** Releases what the backend holds. The backends of the host hold nothing. */
  @Override
  default void close() {}
}
