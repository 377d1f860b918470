package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.BackendUnavailableException;
import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.KernelBackend;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sums;

/**
 * The kernel operations on one CUDA device. Passes are enqueued on one stream and return at once;
 * what the host waits for is {@link #copy} and the getters of the sums. Gates are evaluated on the
 * device.
 *
 * <p>Precision: with FLOAT32 state elements are computed in float32, the running mean and all sums
 * in double. Results have the same bits in every run and on every device, as the order of a sum
 * depends on the layout and the alignment of the arrays only.
 *
 * <p>Thread-safe: threads take turns to enqueue their passes. Failures of the driver are {@link
 * CudaException}s; memory that a failed call had allocated is freed.
 */
public final class CudaBackend implements KernelBackend {
  /** Name by which the backend is selected. */
  public static final String NAME = "cuda";

  private final Session session;
  private final Pass pass;
  private final FlatPasses flat;
  private final SamplePasses samples;
  private final LayerPasses layers;
  private final StepPasses steps;
  private final Copies copies;

  private CudaBackend(Session session) {
    this.session = session;
    pass = new Pass(session);
    flat = new FlatPasses(pass);
    samples = new SamplePasses(pass);
    layers = new LayerPasses(pass);
    steps = new StepPasses(pass);
    copies = new Copies(session);
  }

  /**
   * Opens a backend.
   *
   * @throws BackendUnavailableException if there is no driver, no such device, or either is too old
   * @throws CudaException if the driver fails
   */
  public static CudaBackend open(CudaOptions options) throws BackendUnavailableException {
    Driver.load();
    return new CudaBackend(Session.open(options));
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String description() {
    return session.description();
  }

  @Override
  public Placement placement() {
    return Placement.CUDA;
  }

  @Override
  public CudaArray allocate(ElementType type, long length) {
    long bytes = Math.multiplyExact(length, type.bytes());
    CudaArray[] result = new CudaArray[1];
    session.run(() -> result[0] = allocate(type, length, bytes));
    return result[0];
  }

  private CudaArray allocate(ElementType type, long length, long bytes) {
    Cleanup cleanup = new Cleanup();
    try {
      long address = session.memory().allocate(cleanup, bytes, type + " × " + length);
      CudaArray.Owner owner = new CudaArray.Owner(session, cleanup);
      session.memory().register(owner, cleanup);
      return new CudaArray(type, length, address, owner);
    } catch (CudaException e) {
      cleanup.runAfter(e);
      throw e;
    }
  }

  @Override
  public void copy(FlatArray source, FlatArray target) {
    session.run(() -> copies.copy(source, target));
  }

  @Override
  public Sums newSums(Segments segments) {
    CudaSums[] result = new CudaSums[1];
    session.run(() -> result[0] = CudaSums.create(session, segments));
    return result[0];
  }

  @Override
  public void squaredNorm(FlatArray gradient, double scale, Preconditioner metric, Sums sums) {
    session.run(() -> flat.squaredNorm(gradient, scale, metric, pass.own(sums)));
  }

  @Override
  public void dot(FlatArray a, FlatArray b, Sums sums) {
    session.run(() -> flat.dot(a, b, pass.own(sums)));
  }

  @Override
  public void accumulate(
      FlatArray mean,
      FlatArray gradient,
      Segments segments,
      Accumulation how,
      Preconditioner metric,
      Sums sums) {
    FlatPasses.Entry entry = new FlatPasses.Entry(mean, gradient, segments, how, metric);
    session.run(() -> flat.accumulate(entry, sums));
  }

  @Override
  public void perSampleMoments(PerSample arrays, double scale, Preconditioner metric, Sums sums) {
    session.run(() -> samples.moments(arrays, scale, metric, pass.own(sums)));
  }

  @Override
  public void outerNorms(OuterProducts products, double scale) {
    session.run(() -> layers.outerNorms(products, scale));
  }

  @Override
  public void convolutionNorms(ConvolutionProducts products, double scale) {
    session.run(() -> layers.convolutionNorms(products, scale));
  }

  @Override
  public void sgdStep(StepArrays arrays, SgdHyper hyper, Gate gate, Sums sums) {
    session.run(() -> steps.sgd(arrays, hyper, gate, pass.own(sums)));
  }

  @Override
  public void adamStep(StepArrays arrays, AdamHyper hyper, Gate gate, Sums sums) {
    session.run(() -> steps.adam(arrays, hyper, gate, pass.own(sums)));
  }

  @Override
  public void lambStep(StepArrays arrays, LambHyper hyper, Gate gate, Sums sums) {
    session.run(() -> steps.lamb(arrays, hyper, gate, pass.own(sums)));
  }

  @Override
  public void average(FlatArray average, FlatArray value, double weight) {
    session.run(() -> flat.average(average, value, weight));
  }

  /** Waits for the enqueued work and releases everything that the backend allocated. */
  @Override
  public void close() {
    session.close();
  }
}
