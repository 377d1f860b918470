package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.Kernels;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a step leaves on the heap. */
class AllocationTest {
  private static final int STEPS = 400;

  /**
   * Mostly interpreted, with objects that the compiler finds to be needless later, a step makes up
   * to 530 bytes: the report and what it is made of, and settings that change from step to step.
   * Plain loops, since vectors are objects until they are compiled.
   */
  private static final long LIMIT = 700;

  /** Without a report it makes up to 220. */
  private static final long LIMIT_WITHOUT_REPORT = 300;

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
    run(optimizer, gradient, NoiseAwareOptimizer::step);
    assertThat(run(optimizer, gradient, NoiseAwareOptimizer::step)).isBetween(1L, LIMIT);
    assertThat(run(optimizer, gradient, NoiseAwareOptimizer::advance))
        .isBetween(0L, LIMIT_WITHOUT_REPORT);
  }

  /** Returns bytes a step. */
  private static long run(
      NoiseAwareOptimizer optimizer, HostArray gradient, Consumer<NoiseAwareOptimizer> step) {
    long before = allocated();
    for (int i = 0; i < STEPS; i++) {
      BatchPlan plan = optimizer.nextBatch();
      optimizer.accumulate(gradient, plan.microBatch(0));
      step.accept(optimizer);
    }
    return (allocated() - before) / STEPS;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
