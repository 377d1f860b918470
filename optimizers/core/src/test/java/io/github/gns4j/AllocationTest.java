package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a step leaves on the heap. */
class AllocationTest {
  private static final int STEPS = 400;

  /**
   * Interpreted, without any object that the compiler finds to be needless, a step makes up to
   * 2,100 bytes of records. Words of its reasons, which nobody reads here, would be some 900 more.
   * Plain loops, since vectors are objects until they are compiled.
   */
  private static final long LIMIT = 2_300;

  static NoiseAwareBuilder<?>[] optimizers() {
    return new NoiseAwareBuilder<?>[] {NoiseAware.adam(), NoiseAware.sgd(), NoiseAware.lamb()};
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void stepsLeaveSmallRecordsOnly(NoiseAwareBuilder<?> builder) {
    HostArray parameters = OptimizerRuns.start();
    HostArray gradient = OptimizerRuns.gradient(parameters, new Random(3));
    NoiseAwareOptimizer optimizer =
        builder.kernels(Kernels.named("scalar")).batchSize(32).forParameters(parameters);
    run(optimizer, gradient);
    long before = allocated();
    run(optimizer, gradient);
    assertThat((allocated() - before) / STEPS).isBetween(1L, LIMIT);
  }

  private static void run(NoiseAwareOptimizer optimizer, HostArray gradient) {
    for (int i = 0; i < STEPS; i++) {
      BatchPlan plan = optimizer.nextBatch();
      optimizer.accumulate(gradient, plan.microBatch(0));
      optimizer.step();
    }
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
