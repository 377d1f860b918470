package io.github.gns4j.kernels;

import java.util.Objects;

/**
 * The passes over flat arrays from which optimizers are made. This facade checks lengths, types,
 * placement and overlap once and names argument, value and what is allowed; the {@link
 * KernelBackend} behind it does not check again. Nothing is changed when a check fails.
 *
 * <p>Common to all operations: gradients may be FLOAT32, FLOAT64, FLOAT16 or BFLOAT16 (half types
 * with FLOAT32 state, FLOAT64 with FLOAT64, FLOAT32 with either); everything else has the type of
 * the optimizer state, FLOAT32 or FLOAT64. Entries of {@link Segment.Kind#STATISTICS} are never
 * scaled and never part of a sum. {@code sums} may be null: then nothing is reduced. Sums are added
 * in double over fixed chunks in a fixed order.
 *
 * <p>An instance may be used by several threads at once on different arrays.
 */
public final class Kernels implements AutoCloseable {
  private final KernelBackend backend;

  private Kernels(KernelBackend backend) {
    this.backend = backend;
  }

  /**
   * Returns the kernels selected for this process: {@code -Dgns4j.backend=NAME} if set, otherwise
   * the available backend of the highest priority. Selected once and logged with the reason.
   *
   * @throws IllegalStateException if a backend named by {@code gns4j.backend} or {@code
   *     gns4j.require} is not available
   */
  public static Kernels select() {
    return BackendSelection.selected();
  }

  /**
   * Returns the kernels selected for arrays in the memory {@code placement}: as {@link #select()},
   * among the backends that work on that memory.
   *
   * @throws IllegalStateException if there is none, or as {@link #select()}
   */
  public static Kernels select(Placement placement) {
    return BackendSelection.selected(Objects.requireNonNull(placement, "placement"));
  }

  /**
   * Returns the kernels of the backend {@code name}.
   *
   * @throws IllegalStateException if it is not available, with the reason
   */
  public static Kernels named(String name) {
    return BackendSelection.named(name);
  }

  /** Returns kernels that run on {@code backend}. */
  public static Kernels of(KernelBackend backend) {
    return new Kernels(Objects.requireNonNull(backend, "backend"));
  }

  /** Returns the name of the backend. */
  public String name() {
    return backend.name();
  }

  /** Returns what the kernels run on, in words. */
  public String description() {
    return backend.description();
  }

  /** Returns the memory that arrays must live in. */
  public Placement placement() {
    return backend.placement();
  }

  /** Allocates an array of zeros in the memory of the backend. */
  public FlatArray allocate(ElementType type, long length) {
    Objects.requireNonNull(type, "type");
    Arguments.atLeast("length", length, 0);
    return backend.allocate(type, length);
  }

  /**
   * Copies {@code source} to {@code target}, of the same type and length, each on the host or in
   * the memory of the backend. Complete when the method returns.
   */
  public void copy(FlatArray source, FlatArray target) {
    KernelChecks.copy(backend.placement(), source, target);
    backend.copy(source, target);
  }

  /** Makes a place for the sums of passes over arrays of this layout. */
  public Sums newSums(Segments segments) {
    return backend.newSums(Objects.requireNonNull(segments, "segments"));
  }

  /**
   * {@code GRADIENT_SQUARED = Σ (scale·g)²}, the same in the metric if given, and {@code
   * NON_FINITE}.
   *
   * @param gradient laid out as {@code sums.segments()}
   * @param scale finite, not 0
   * @param metric null for none
   * @param sums not null here
   */
  public void squaredNorm(FlatArray gradient, double scale, Preconditioner metric, Sums sums) {
    KernelChecks.squaredNorm(backend.placement(), gradient, scale, metric, sums);
    backend.squaredNorm(gradient, scale, metric, sums);
  }

  /** {@code DOT = Σ a·b} of two arrays of the state's type laid out as {@code sums.segments()}. */
  public void dot(FlatArray a, FlatArray b, Sums sums) {
    KernelChecks.dot(backend.placement(), a, b, sums);
    backend.dot(a, b, sums);
  }

  /**
   * Adds the gradient of a micro-batch to a running mean (see {@link Accumulation}). Sums: {@code
   * GRADIENT_SQUARED = |m|²} of the scaled gradient that came in, {@code DEVIATION_SQUARED = |m −
   * mean|²} against the mean before (0 if there was none), {@code MEAN_SQUARED} of the mean after,
   * the three in the metric if given, and {@code NON_FINITE} of the mean after: since NaN and
   * infinity never leave a running mean, the last pass of a step tells of them all. With weights
   * {@code n·b/(n + b)} the deviations add up to {@code Σ b|m − ḡ|²} without cancellation (Chan et
   * al. 1983).
   *
   * @param mean running mean, of the state's type; replaced if {@code how.previous() == 0}
   * @param metric null for none
   */
  public void accumulate(
      FlatArray mean,
      FlatArray gradient,
      Segments segments,
      Accumulation how,
      Preconditioner metric,
      Sums sums) {
    KernelChecks.accumulate(backend.placement(), mean, gradient, segments, how, metric, sums);
    backend.accumulate(mean, gradient, segments, how, metric, sums);
  }

  /**
   * Reduces per-sample gradients, each element read from memory once. With {@code g_i} the scaled
   * rows: the mean, {@code |g_i|²}, and the sums {@code GRADIENT_SQUARED = Σ|g_i|²}, {@code
   * MEAN_SQUARED = |mean|²}, {@code DEVIATION_SQUARED = Σ|g_i − mean|²}, the three in the metric if
   * given, and {@code NON_FINITE}. In {@code STATISTICS} segments only the mean is formed.
   *
   * @param scale finite, not 0
   * @param metric null for none
   */
  public void perSampleMoments(PerSample arrays, double scale, Preconditioner metric, Sums sums) {
    KernelChecks.perSampleMoments(backend.placement(), arrays, scale, metric, sums);
    backend.perSampleMoments(arrays, scale, metric, sums);
  }

  /**
   * Takes an SGD step (see {@link SgdHyper}). Sums: {@code GRADIENT_SQUARED} of the gradient as it
   * enters the buffer (clipped, with coupled decay), {@code MEAN_SQUARED} of the buffer after (0
   * without momentum), {@code UPDATE_SQUARED} of the direction, {@code NON_FINITE}.
   *
   * <p>If the gate does not apply, the arrays stay as they are, but {@link
   * StepArrays.Output#UPDATE} sets the gradient array to 0, and all sums but {@code NON_FINITE}
   * (that of the gate's sums) are 0. {@code STATISTICS} entries: {@code w ← w − g}, or the gradient
   * array as it is.
   */
  public void sgdStep(StepArrays arrays, SgdHyper hyper, Gate gate, Sums sums) {
    KernelChecks.sgdStep(backend.placement(), arrays, hyper, gate, sums);
    backend.sgdStep(arrays, hyper, gate, sums);
  }

  /**
   * Takes an Adam step (see {@link AdamHyper}). Sums as {@link #sgdStep}, with {@code MEAN_SQUARED}
   * of the first moment as stored (not bias-corrected), and {@code GRADIENT_SQUARED_METRIC} and
   * {@code MEAN_SQUARED_METRIC} in the metric of the second moment after the step, {@code
   * 1/(sqrt(v/c₂) + ε)}.
   */
  public void adamStep(StepArrays arrays, AdamHyper hyper, Gate gate, Sums sums) {
    KernelChecks.adamStep(backend.placement(), arrays, hyper, gate, sums);
    backend.adamStep(arrays, hyper, gate, sums);
  }

  /**
   * Takes a LAMB step (see {@link LambHyper}). Sums as {@link #adamStep}, with {@code
   * UPDATE_SQUARED} of {@code u} (decay included), {@code PARAMETER_SQUARED} of the parameters
   * before, and {@code TRUST_RATIO}. The parameters are required, also with {@link
   * StepArrays.Output#UPDATE}; {@code sums} must not be null.
   */
  public void lambStep(StepArrays arrays, LambHyper hyper, Gate gate, Sums sums) {
    KernelChecks.lambStep(backend.placement(), arrays, hyper, gate, sums);
    backend.lambStep(arrays, hyper, gate, sums);
  }

  /**
   * {@code average ← average + weight·(value − average)}, {@code weight} at least 0; 1 copies, even
   * over non-finite numbers, and more goes on beyond {@code value} on the line from {@code
   * average}.
   */
  public void average(FlatArray average, FlatArray value, double weight) {
    KernelChecks.average(backend.placement(), average, value, weight);
    backend.average(average, value, weight);
  }

  /**
   * Computes {@code |scale·W_i|²} of the per-sample gradients of a layer from its activations and
   * deltas, without the gradients (see {@link OuterProducts}): {@code (|a_i|² + bias)·|δ_i|²} for
   * one position, otherwise {@code Σ_{t,t'} (a_t·a_t' + bias)(δ_t·δ_t')} or, where that takes fewer
   * products, {@code |Σ_t a_t δ_tᵀ|² + |Σ_t δ_t|²}. Reductions are in double and in a fixed order.
   *
   * @param scale factor from delta to the derivative of the sample's own loss, such as the batch
   *     size for deltas of a mean loss; finite and not 0
   */
  public void outerNorms(OuterProducts products, double scale) {
    OuterProductChecks.outerNorms(backend.placement(), products, scale);
    backend.outerNorms(products, scale);
  }

  /**
   * Computes {@code |scale·W_i|²} of the per-sample gradients of a convolution (see {@link
   * ConvolutionProducts}) from images and deltas: one weight at a time, or by the Gram form of
   * {@link #outerNorms} (on the host with the products of patches summed from products of pixels),
   * whichever takes less. In double and in a fixed order. A pixel that no output sees is not part
   * of the result, whatever its value.
   *
   * @param scale factor from delta to the derivative of the sample's own loss; finite and not 0
   */
  public void convolutionNorms(ConvolutionProducts products, double scale) {
    OuterProductChecks.convolutionNorms(backend.placement(), products, scale);
    backend.convolutionNorms(products, scale);
  }

  @Override
  public void close() {
    backend.close();
  }

  @Override
  public String toString() {
    return "Kernels[" + backend.name() + "]";
  }
}
