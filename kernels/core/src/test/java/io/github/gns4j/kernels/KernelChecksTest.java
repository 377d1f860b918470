package io.github.gns4j.kernels;

import static io.github.gns4j.kernels.ElementType.BFLOAT16;
import static io.github.gns4j.kernels.ElementType.FLOAT16;
import static io.github.gns4j.kernels.ElementType.FLOAT32;
import static io.github.gns4j.kernels.ElementType.FLOAT64;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.kernels.StepArrays.Output;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/**
 * Each impossible argument is named, with its value and what is allowed, before anything changes.
 */
class KernelChecksTest {
  private static final long N = 6;
  private static final Segments SEGMENTS = Segments.single(N);
  private static final WeightDecay DECAY = new WeightDecay(0.1, WeightDecay.Kind.DECOUPLED);

  private final Kernels kernels = Kernels.named("scalar");
  private final Sums sums = kernels.newSums(SEGMENTS);

  private static HostArray array(ElementType type) {
    return HostArray.allocate(type, N);
  }

  private static HostArray array(ElementType type, long length) {
    return HostArray.allocate(type, length);
  }

  private static AdamHyper adam(WeightDecay decay, double epsilon) {
    return new AdamHyper(0.1, 0.9, 0.999, epsilon, decay, 1, 1);
  }

  private static SgdHyper sgd(double momentum, WeightDecay decay) {
    return new SgdHyper(0.1, momentum, 0, SgdHyper.Form.CLASSIC, decay, true);
  }

  private static void refuses(ThrowingCallable call, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void copy() {
    refuses(() -> kernels.copy(null, array(FLOAT32)), "source is null");
    refuses(() -> kernels.copy(array(FLOAT32), null), "target is null");
    refuses(() -> kernels.copy(array(FLOAT32), array(FLOAT64)), "target is FLOAT64", "FLOAT32");
    refuses(() -> kernels.copy(array(FLOAT32), array(FLOAT32, 5)), "target has 5", "allowed: 6");
    refuses(() -> kernels.copy(array(FLOAT32), new Elsewhere()), "target lives in CUDA");
  }

  @Test
  void squaredNorm() {
    HostArray g = array(FLOAT32);
    refuses(() -> kernels.squaredNorm(g, 1, null, null), "sums is null");
    refuses(() -> kernels.squaredNorm(null, 1, null, sums), "gradient is null");
    refuses(() -> kernels.squaredNorm(array(FLOAT32, 5), 1, null, sums), "gradient has 5", "6");
    refuses(() -> kernels.squaredNorm(new Elsewhere(), 1, null, sums), "CUDA", "allowed: HOST");
    refuses(() -> kernels.squaredNorm(g, 0, null, sums), "scale is 0.0");
    refuses(() -> kernels.squaredNorm(g, Double.NaN, null, sums), "scale is NaN", "finite");
    refuses(
        () -> kernels.squaredNorm(g, 1, new Preconditioner(array(FLOAT32, 5), 1, 1e-8), sums),
        "second moment has 5");
    refuses(
        () -> kernels.squaredNorm(g, 1, new Preconditioner(array(FLOAT16), 1, 1e-8), sums),
        "second moment is FLOAT16");
    refuses(
        () -> kernels.squaredNorm(g, 1, new Preconditioner(array(FLOAT32), 1, 1e-39), sums),
        "epsilon is 1.0E-39",
        "FLOAT32",
        "1.17549");
    refuses(
        () ->
            kernels.squaredNorm(
                array(FLOAT64), 1, new Preconditioner(array(FLOAT32), 1, 1e-8), sums),
        "gradient is FLOAT64",
        "FLOAT32, FLOAT16, BFLOAT16");
  }

  @Test
  void dotAndAverage() {
    refuses(() -> kernels.dot(array(FLOAT16), array(FLOAT16), sums), "a is FLOAT16");
    refuses(() -> kernels.dot(array(FLOAT32), array(FLOAT64), sums), "b is FLOAT64");
    refuses(() -> kernels.dot(array(FLOAT32), array(FLOAT32), null), "sums is null");
    HostArray a = array(FLOAT32);
    refuses(
        () -> kernels.average(a, array(FLOAT32), -0.5), "weight is -0.5", "finite and at least 0");
    refuses(() -> kernels.average(a, array(FLOAT32), Double.NaN), "weight is NaN");
    refuses(() -> kernels.average(a, a, 0.5), "average and value overlap");
    refuses(() -> kernels.average(a, array(FLOAT32, 7), 0.5), "value has 7");
    refuses(() -> kernels.average(array(BFLOAT16), array(BFLOAT16), 0.5), "average is BFLOAT16");
  }

  @Test
  void accumulate() {
    HostArray mean = array(FLOAT32);
    HostArray g = array(FLOAT32);
    Accumulation how = new Accumulation(1, 0, 1);
    refuses(() -> kernels.accumulate(mean, g, null, how, null, null), "segments is null");
    refuses(() -> kernels.accumulate(mean, g, SEGMENTS, null, null, null), "how is null");
    refuses(
        () -> kernels.accumulate(array(FLOAT32, 5), g, SEGMENTS, how, null, null), "mean has 5");
    refuses(
        () -> kernels.accumulate(array(FLOAT16), g, SEGMENTS, how, null, null), "mean is FLOAT16");
    refuses(
        () -> kernels.accumulate(array(FLOAT64), array(FLOAT16), SEGMENTS, how, null, null),
        "gradient is FLOAT16",
        "FLOAT64, FLOAT32");
    refuses(
        () -> kernels.accumulate(mean, mean, SEGMENTS, how, null, null),
        "mean and gradient overlap");
    refuses(
        () ->
            kernels.accumulate(
                mean, g, SEGMENTS, how, new Preconditioner(array(FLOAT64), 1, 1e-8), null),
        "second moment is FLOAT64",
        "FLOAT32");
    Sums other = kernels.newSums(Segments.single(5));
    refuses(() -> kernels.accumulate(mean, g, SEGMENTS, how, null, other), "sums belong");
  }

  @Test
  void perSample() {
    HostArray samples = array(FLOAT32, 2 * N);
    HostArray mean = array(FLOAT32);
    HostArray norms = array(FLOAT64, 2);
    refuses(() -> kernels.perSampleMoments(null, 1, null, null), "arrays is null");
    refuses(
        () -> perSample(new PerSample(samples, 3, mean, norms, SEGMENTS)), "samples has 12", "18");
    refuses(
        () -> perSample(new PerSample(samples, 1L << 40, mean, null, SEGMENTS)), "rows is 1099");
    refuses(
        () -> perSample(new PerSample(samples, 2, array(FLOAT32, 5), norms, SEGMENTS)),
        "mean has 5");
    refuses(
        () -> perSample(new PerSample(samples, 2, mean, array(FLOAT32, 2), SEGMENTS)),
        "squaredNorms is FLOAT32",
        "FLOAT64");
    refuses(
        () -> perSample(new PerSample(samples, 2, mean, array(FLOAT64, 3), SEGMENTS)),
        "squaredNorms has 3");
    refuses(
        () -> perSample(new PerSample(samples, 2, samples.slice(3, N), norms, SEGMENTS)),
        "samples and mean overlap");
  }

  private void perSample(PerSample arrays) {
    kernels.perSampleMoments(arrays, 1, null, sums);
  }

  @Test
  void sgd() {
    HostArray g = array(FLOAT32);
    HostArray w = array(FLOAT32);
    SgdHyper plain = sgd(0, WeightDecay.NONE);
    refuses(() -> kernels.sgdStep(null, plain, Gate.OPEN, sums), "arrays is null");
    refuses(() -> kernels.sgdStep(in(w, g, null, null), null, Gate.OPEN, sums), "hyper is null");
    refuses(() -> kernels.sgdStep(in(w, g, null, null), plain, null, sums), "gate is null");
    refuses(
        () -> kernels.sgdStep(in(w, g, null, null), sgd(0.9, WeightDecay.NONE), Gate.OPEN, sums),
        "first (the momentum buffer) is null");
    refuses(
        () ->
            kernels.sgdStep(
                new StepArrays(null, g, null, null, SEGMENTS, Output.UPDATE),
                sgd(0, DECAY),
                Gate.OPEN,
                sums),
        "parameters is null",
        "weight decay 0.1");
    refuses(
        () ->
            kernels.sgdStep(
                new StepArrays(null, array(FLOAT16), null, null, SEGMENTS, Output.UPDATE),
                plain,
                Gate.OPEN,
                sums),
        "gradient is FLOAT16");
    refuses(
        () ->
            kernels.sgdStep(
                new StepArrays(w, array(BFLOAT16), null, null, SEGMENTS, Output.UPDATE),
                plain,
                Gate.OPEN,
                sums),
        "gradient is BFLOAT16",
        "receives the update",
        "FLOAT32");
  }

  @Test
  void adam() {
    HostArray w = array(FLOAT32);
    HostArray g = array(FLOAT32);
    HostArray m = array(FLOAT32);
    HostArray v = array(FLOAT32);
    AdamHyper hyper = adam(WeightDecay.NONE, 1e-8);
    refuses(() -> adam(in(w, g, null, v), hyper), "first (the first moment) is null");
    refuses(() -> adam(in(w, g, m, null), hyper), "second (the second moment) is null");
    refuses(() -> adam(in(w, g, m, array(FLOAT64)), hyper), "second is FLOAT64", "FLOAT32");
    refuses(() -> adam(in(array(FLOAT64), g, m, v), hyper), "parameters is FLOAT64");
    refuses(() -> adam(in(w, array(FLOAT64), m, v), hyper), "gradient is FLOAT64");
    refuses(() -> adam(in(w, g, m, m), hyper), "first and second overlap");
    refuses(() -> adam(in(w, w, m, v), hyper), "parameters and gradient overlap");
    refuses(() -> adam(in(w, array(FLOAT32, 7), m, v), hyper), "gradient has 7");
    refuses(() -> adam(in(w, g, m, new Elsewhere()), hyper), "second lives in CUDA");
    refuses(() -> adam(in(w, g, m, v), adam(WeightDecay.NONE, 1e-39)), "epsilon is 1.0E-39");
    HostArray x = array(FLOAT64);
    assertThatCode(
            () ->
                adam(
                    in(x, array(FLOAT64), array(FLOAT64), array(FLOAT64)),
                    adam(WeightDecay.NONE, 1e-39)))
        .doesNotThrowAnyException();
    refuses(
        () -> kernels.adamStep(in(w, g, m, v), hyper, Gate.OPEN, new ForeignSums()),
        "sums made by newSums");
    assertThat(w.toDoubles()).containsOnly(0);
  }

  private void adam(StepArrays arrays, AdamHyper hyper) {
    kernels.adamStep(arrays, hyper, Gate.OPEN, sums);
  }

  @Test
  void lamb() {
    HostArray g = array(FLOAT32);
    LambHyper hyper = new LambHyper(adam(WeightDecay.NONE, 1e-8), 0, 10, LambHyper.Scope.ALWAYS);
    StepArrays update =
        new StepArrays(null, g, array(FLOAT32), array(FLOAT32), SEGMENTS, Output.UPDATE);
    refuses(() -> kernels.lambStep(update, hyper, Gate.OPEN, sums), "parameters is null");
    StepArrays whole = in(array(FLOAT32), g, array(FLOAT32), array(FLOAT32));
    refuses(() -> kernels.lambStep(whole, hyper, Gate.OPEN, null), "sums is null");
    refuses(
        () -> kernels.lambStep(in(array(FLOAT32), g, null, null), hyper, Gate.OPEN, sums),
        "first (the first moment) is null");
  }

  private static StepArrays in(FlatArray w, FlatArray g, FlatArray m, FlatArray v) {
    return new StepArrays(w, g, m, v, SEGMENTS, Output.PARAMETERS);
  }

  /** An array on a device. */
  private static final class Elsewhere implements FlatArray {
    @Override
    public ElementType type() {
      return FLOAT32;
    }

    @Override
    public long length() {
      return N;
    }

    @Override
    public Placement placement() {
      return Placement.CUDA;
    }

    @Override
    public long address() {
      return 1 << 20;
    }

    @Override
    public FlatArray slice(long offset, long length) {
      throw new UnsupportedOperationException();
    }
  }

  /** Sums of another backend. */
  private static final class ForeignSums implements Sums {
    @Override
    public Segments segments() {
      return SEGMENTS;
    }

    @Override
    public double get(Sum sum, int segment) {
      return 0;
    }
  }
}
