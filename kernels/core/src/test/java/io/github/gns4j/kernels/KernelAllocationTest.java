package io.github.gns4j.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.gns4j.kernels.StepArrays.Output;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A call of a kernel leaves nothing on the heap, also interpreted: no object that the compiler
 * would have to find needless. Plain loops, since vectors are objects until they are compiled.
 */
class KernelAllocationTest {
  private static final int CALLS = 50;

  private static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Kernels kernels = Kernels.named("scalar");

  /** Alone, and with helpers. */
  @ParameterizedTest
  @ValueSource(ints = {1_000, 150_000})
  void callsLeaveNothing(int length) {
    Segments segments = Segments.single(length);
    Sums sums = kernels.newSums(segments);
    FlatArray gradient = array(length);
    StepArrays both =
        new StepArrays(
            array(length), gradient, array(length), array(length), segments, Output.PARAMETERS);
    StepArrays one =
        new StepArrays(array(length), gradient, array(length), null, segments, Output.PARAMETERS);
    Preconditioner metric = new Preconditioner(both.second(), 0.5, 1e-8);
    Accumulation how = new Accumulation(1, 32, 32);
    WeightDecay decay = new WeightDecay(0.01, WeightDecay.Kind.DECOUPLED);
    AdamHyper adam = new AdamHyper(1e-3, 0.9, 0.999, 1e-8, decay, 0.5, 0.5);
    LambHyper lamb = new LambHyper(adam, 0, 10, LambHyper.Scope.ALWAYS);
    SgdHyper sgd = new SgdHyper(0.1, 0.9, 0, SgdHyper.Form.CLASSIC, decay, false);
    Gate gate = new Gate(sums, Sum.GRADIENT_SQUARED, 1);
    check("squaredNorm", () -> kernels.squaredNorm(gradient, 0.5, null, sums));
    check("squaredNorm in a metric", () -> kernels.squaredNorm(gradient, 0.5, metric, sums));
    check("dot", () -> kernels.dot(gradient, both.first(), sums));
    check(
        "accumulate", () -> kernels.accumulate(one.first(), gradient, segments, how, metric, sums));
    int rows = 10;
    PerSample samples =
        new PerSample(
            array(length), rows, array(length / rows), null, Segments.single(length / rows));
    Sums ofSamples = kernels.newSums(samples.segments());
    check("perSampleMoments", () -> kernels.perSampleMoments(samples, 0.5, null, ofSamples));
    check("average", () -> kernels.average(one.first(), gradient, 0.5));
    check("sgdStep", () -> kernels.sgdStep(one, sgd, gate, sums));
    check("adamStep", () -> kernels.adamStep(both, adam, gate, sums));
    check("adamStep without sums", () -> kernels.adamStep(both, adam, Gate.OPEN, null));
    check("lambStep", () -> kernels.lambStep(both, lamb, gate, sums));
  }

  private static void check(String what, Runnable call) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < CALLS; i++) {
      long before = BEAN.getCurrentThreadAllocatedBytes();
      call.run();
      least = Math.min(least, BEAN.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as(what).isZero();
  }

  private FlatArray array(int length) {
    HostArray array = (HostArray) kernels.allocate(ElementType.FLOAT32, length);
    for (int i = 0; i < length; i++) {
      array.set(i, 1e-3 * (i % 7 + 0.5));
    }
    return array;
  }
}
