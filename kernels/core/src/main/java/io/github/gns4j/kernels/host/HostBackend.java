package io.github.gns4j.kernels.host;

import io.github.gns4j.kernels.Accumulation;
import io.github.gns4j.kernels.AdamHyper;
import io.github.gns4j.kernels.ConvolutionProducts;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.FlatArray;
import io.github.gns4j.kernels.Gate;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.KernelBackend;
import io.github.gns4j.kernels.LambHyper;
import io.github.gns4j.kernels.OuterProducts;
import io.github.gns4j.kernels.PerSample;
import io.github.gns4j.kernels.Placement;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.kernels.Segments;
import io.github.gns4j.kernels.SgdHyper;
import io.github.gns4j.kernels.StepArrays;
import io.github.gns4j.kernels.Sum;
import io.github.gns4j.kernels.Sums;
import io.github.gns4j.kernels.host.Workers.Sleepers;
import java.lang.ref.Reference;
import java.util.function.IntConsumer;

/**
 * The kernels on the host: passes over chunks, with the loops of one backend. Thread-safe for
 * passes over different arrays.
 */
final class HostBackend implements KernelBackend {
  /** Elements of a pass from which on helpers that are awake take part. */
  static final long PARALLEL_FROM = 1 << 16;

  /**
   * Elements of a pass from which on helpers are woken. Between other work, as in a network, waking
   * costs the caller some 50 µs; a pass saves them from 80,000 elements (norms) to 200,000 (Adam)
   * on.
   */
  static final long WAKE_FROM = 1 << 17;

  /**
   * A norm does so little with an element that as many count for one. In a network, after its
   * products, a norm of 203,000 floats took 43 to 57 µs alone and 75 to 98 with a helper woken.
   */
  private static final int NORM_ELEMENTS = 2;

  private final String name;
  private final String description;
  private final BlockLoops floats;
  private final BlockLoops doubles;
  private final ProductLoops products;
  private final Workers workers;
  private volatile Chunks lastChunks;

  HostBackend(Identity identity, BlockLoops floats, BlockLoops doubles, Workers workers) {
    this.name = identity.name();
    this.description = identity.words() + ", " + workers.threads() + " threads";
    this.floats = floats;
    this.doubles = doubles;
    this.products = identity.products();
    this.workers = workers;
  }

  /** Name and description of a backend, and its loops that have no state. */
  record Identity(String name, String words, ProductLoops products) {
    /** A backend with plain loops. */
    Identity(String name, String words) {
      this(name, words, new ScalarProductLoops());
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Placement placement() {
    return Placement.HOST;
  }

  @Override
  public FlatArray allocate(ElementType type, long length) {
    return HostArray.allocate(type, length);
  }

  @Override
  public Sums newSums(Segments segments) {
    return new HostSums(segments);
  }

  @Override
  public void copy(FlatArray source, FlatArray target) {
    try {
      Memory.copy(source.address(), target.address(), source.byteSize());
    } finally {
      Reference.reachabilityFence(source);
      Reference.reachabilityFence(target);
    }
  }

  @Override
  public void squaredNorm(FlatArray gradient, double scale, Preconditioner metric, Sums sums) {
    HostSums own = own(sums);
    BlockLoops loops =
        metric == null ? loopsForGradient(gradient) : loops(metric.secondMoment().type());
    NormPass pass = ThreadPasses.ofThread().norm;
    pass.begin(own.chunks(), own);
    pass.set(loops, gradient, scale, metric);
    run(pass, gradient.length() / (metric == null ? NORM_ELEMENTS : 1));
    own.combine();
  }

  @Override
  public void dot(FlatArray a, FlatArray b, Sums sums) {
    HostSums own = own(sums);
    DotPass pass = ThreadPasses.ofThread().dot;
    pass.begin(own.chunks(), own);
    pass.set(loops(a.type()), a, b);
    run(pass, a.length());
    own.combine();
  }

  @Override
  public void accumulate(
      FlatArray mean,
      FlatArray gradient,
      Segments segments,
      Accumulation how,
      Preconditioner metric,
      Sums sums) {
    HostSums own = own(sums);
    AccumulatePass pass = ThreadPasses.ofThread().accumulate;
    pass.begin(chunks(segments, own), own);
    pass.set(loops(mean.type()), mean, gradient, metric);
    pass.set(how);
    run(pass, mean.length());
    if (own != null) {
      own.combine();
      if (how.previous() == 0) {
        own.copy(Sum.GRADIENT_SQUARED, Sum.MEAN_SQUARED);
        own.copy(Sum.GRADIENT_SQUARED_METRIC, Sum.MEAN_SQUARED_METRIC);
      }
    }
  }

  @Override
  public void perSampleMoments(PerSample arrays, double scale, Preconditioner metric, Sums sums) {
    HostSums own = own(sums);
    SamplePass pass = ThreadPasses.ofThread().samples;
    pass.begin(chunks(arrays.segments(), own), own);
    pass.set(loops(arrays.mean().type()), arrays, scale, metric);
    try {
      runTasks(pass.stripes(), arrays.samples().length(), pass);
      pass.writeRowNorms();
    } finally {
      pass.end();
      Reference.reachabilityFence(metric);
    }
    if (own != null) {
      own.combine();
    }
  }

  @Override
  public void sgdStep(StepArrays arrays, SgdHyper hyper, Gate gate, Sums sums) {
    HostSums own = own(sums);
    if (!gate.applies()) {
      skip(arrays, gate, own);
      return;
    }
    SgdPass pass = ThreadPasses.ofThread().sgd;
    pass.begin(chunks(arrays.segments(), own), own);
    pass.set(loopsOf(arrays), arrays, hyper, gate.coefficient());
    run(pass, arrays.gradient().length());
    combine(own);
  }

  @Override
  public void adamStep(StepArrays arrays, AdamHyper hyper, Gate gate, Sums sums) {
    HostSums own = own(sums);
    if (!gate.applies()) {
      skip(arrays, gate, own);
      return;
    }
    AdamPass pass = ThreadPasses.ofThread().adam;
    pass.begin(chunks(arrays.segments(), own), own);
    pass.set(loopsOf(arrays), arrays, hyper, gate.coefficient());
    run(pass, arrays.gradient().length());
    combine(own);
  }

  @Override
  public void lambStep(StepArrays arrays, LambHyper hyper, Gate gate, Sums sums) {
    HostSums own = own(sums);
    if (!gate.applies()) {
      skip(arrays, gate, own);
      return;
    }
    LambPass pass = ThreadPasses.ofThread().lamb;
    pass.begin(own.chunks(), own);
    pass.set(loopsOf(arrays), arrays, hyper.adam(), gate.coefficient());
    try {
      runTasks(own.chunks().count(), arrays.gradient().length(), pass);
      own.combine();
      setTrustRatios(hyper, own);
      run(pass.second(own), arrays.gradient().length());
    } finally {
      pass.end();
    }
  }

  @Override
  public void average(FlatArray average, FlatArray value, double weight) {
    AveragePass pass = ThreadPasses.ofThread().average;
    pass.begin(chunksOf(average.length()), null);
    pass.set(loops(average.type()), average, value, weight);
    run(pass, average.length());
  }

  @Override
  public void outerNorms(OuterProducts layer, double scale) {
    OuterNormsPass pass =
        new OuterNormsPass(loopsForGradient(layer.activations()), products, layer, scale);
    run(Math.toIntExact(layer.shape().rows()), pass.work(), pass, layer);
  }

  @Override
  public void convolutionNorms(ConvolutionProducts arrays, double scale) {
    ConvolutionPlan plan = ConvolutionPlan.of(arrays.shape());
    ConvolutionNorms norms = new ConvolutionNorms(plan, products, arrays, scale);
    run(arrays.shape().samples(), plan.work() * arrays.shape().samples(), norms, arrays);
  }

  private static void setTrustRatios(LambHyper hyper, HostSums sums) {
    for (int i = 0; i < sums.segments().count(); i++) {
      if (sums.segments().get(i).isGradient()) {
        double weights = sums.get(Sum.PARAMETER_SQUARED, i);
        sums.set(Sum.TRUST_RATIO, i, hyper.trustRatio(weights, sums.get(Sum.UPDATE_SQUARED, i)));
      }
    }
  }

  private static void skip(StepArrays arrays, Gate gate, HostSums sums) {
    if (sums != null) {
      sums.takeNonFinite(gate.sums());
    }
    if (arrays.output() == StepArrays.Output.UPDATE) {
      try {
        Memory.zero(arrays.gradient().address(), arrays.gradient().byteSize());
      } finally {
        Reference.reachabilityFence(arrays);
      }
    }
  }

  private static void combine(HostSums sums) {
    if (sums != null) {
      sums.combine();
    }
  }

  /** Runs a pass that was told what to do, and ends it. */
  private void run(ChunkPass pass, long elements) {
    try {
      runTasks(pass.chunks().count(), elements, pass);
    } finally {
      pass.end();
    }
  }

  /**
   * Runs the tasks of a pass.
   *
   * @param arrays what must stay reachable meanwhile, since the loops see addresses only
   */
  private void run(int tasks, long elements, IntConsumer pass, Object... arrays) {
    try {
      runTasks(tasks, elements, pass);
    } finally {
      Reference.reachabilityFence(arrays);
    }
  }

  /**
   * Runs the tasks of a pass.
   *
   * @param elements how many elements the pass reads, which decides who helps
   */
  private void runTasks(int tasks, long elements, IntConsumer pass) {
    if (elements >= PARALLEL_FROM) {
      workers.run(tasks, pass, elements >= WAKE_FROM ? Sleepers.WAKE : Sleepers.LEAVE);
      return;
    }
    for (int task = 0; task < tasks; task++) {
      pass.accept(task);
    }
  }

  private Chunks chunks(Segments segments, HostSums sums) {
    if (sums != null) {
      return sums.chunks();
    }
    Chunks last = lastChunks;
    if (last == null || !last.segments().equals(segments)) {
      last = new Chunks(segments);
      lastChunks = last;
    }
    return last;
  }

  /** Returns the chunks of {@code length} gradient entries in one segment. */
  private Chunks chunksOf(long length) {
    Chunks last = lastChunks;
    boolean fits =
        last != null
            && last.segments().length() == length
            && last.segments().count() == 1
            && last.segments().get(0).isGradient();
    return fits ? last : chunks(Segments.single(length), null);
  }

  private BlockLoops loopsOf(StepArrays arrays) {
    FlatArray state =
        arrays.first() != null
            ? arrays.first()
            : arrays.parameters() != null ? arrays.parameters() : arrays.gradient();
    return loops(state.type());
  }

  /** Without state: FLOAT64 is reduced as it is, all other types as FLOAT32. */
  private BlockLoops loopsForGradient(FlatArray gradient) {
    return loops(
        gradient.type() == ElementType.FLOAT64 ? ElementType.FLOAT64 : ElementType.FLOAT32);
  }

  private BlockLoops loops(ElementType state) {
    return state == ElementType.FLOAT64 ? doubles : floats;
  }

  private static HostSums own(Sums sums) {
    if (sums != null && !(sums instanceof HostSums)) {
      throw new IllegalArgumentException(
          "sums are " + sums + ", allowed: sums made by newSums of these kernels");
    }
    return (HostSums) sums;
  }
}
