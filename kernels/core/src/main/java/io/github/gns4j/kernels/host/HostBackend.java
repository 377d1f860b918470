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
import java.lang.ref.Reference;

/**
 * The kernels on the host: passes over chunks, with the loops of one backend. Thread-safe for
 * passes over different arrays.
 */
final class HostBackend implements KernelBackend {
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
  private final PassRunner runner;

  HostBackend(Identity identity, BlockLoops floats, BlockLoops doubles, Workers workers) {
    this.name = identity.name();
    this.description = identity.words() + ", " + workers.threads() + " threads";
    this.floats = floats;
    this.doubles = doubles;
    this.products = identity.products();
    this.runner = new PassRunner(workers);
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
    runner.run(pass, gradient.length() / (metric == null ? NORM_ELEMENTS : 1));
    own.combine();
  }

  @Override
  public void dot(FlatArray a, FlatArray b, Sums sums) {
    HostSums own = own(sums);
    DotPass pass = ThreadPasses.ofThread().dot;
    pass.begin(own.chunks(), own);
    pass.set(loops(a.type()), a, b);
    runner.run(pass, a.length());
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
    pass.begin(runner.chunks(segments, own), own);
    pass.set(loops(mean.type()), mean, gradient, metric);
    pass.set(how);
    runner.run(pass, mean.length());
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
    pass.begin(runner.chunks(arrays.segments(), own), own);
    pass.set(loops(arrays.mean().type()), arrays, scale, metric);
    try {
      runner.runTasks(pass.stripes(), arrays.samples().length(), pass);
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
    pass.begin(runner.chunks(arrays.segments(), own), own);
    pass.set(loopsOf(arrays), arrays, hyper, gate.coefficient());
    runner.run(pass, arrays.gradient().length());
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
    pass.begin(runner.chunks(arrays.segments(), own), own);
    pass.set(loopsOf(arrays), arrays, hyper, gate.coefficient());
    runner.run(pass, arrays.gradient().length());
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
      runner.runTasks(own.chunks().count(), arrays.gradient().length(), pass);
      own.combine();
      setTrustRatios(hyper, own);
      runner.run(pass.second(own), arrays.gradient().length());
    } finally {
      pass.end();
    }
  }

  @Override
  public void average(FlatArray average, FlatArray value, double weight) {
    AveragePass pass = ThreadPasses.ofThread().average;
    pass.begin(runner.chunksOf(average.length()), null);
    pass.set(loops(average.type()), average, value, weight);
    runner.run(pass, average.length());
  }

  @Override
  public void outerNorms(OuterProducts layer, double scale) {
    OuterNormsPass pass =
        new OuterNormsPass(loopsForGradient(layer.activations()), products, layer, scale);
    runner.run(Math.toIntExact(layer.shape().rows()), pass.work(), pass, layer);
  }

  @Override
  public void convolutionNorms(ConvolutionProducts arrays, double scale) {
    ConvolutionPlan plan = ConvolutionPlan.of(arrays.shape());
    ConvolutionNorms norms = new ConvolutionNorms(plan, products, arrays, scale);
    runner.run(arrays.shape().samples(), plan.work() * arrays.shape().samples(), norms, arrays);
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
