package io.github.gns4j;

import static io.github.gns4j.OptimizerRuns.DIMENSION;
import static io.github.gns4j.OptimizerRuns.gradient;
import static io.github.gns4j.OptimizerRuns.start;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.kernels.KernelBackend;
import io.github.gns4j.kernels.Kernels;
import io.github.gns4j.kernels.Preconditioner;
import io.github.gns4j.testkit.oracle.OracleBackend;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The passes of a step over its arrays: one for each micro-batch, or one for all samples, and one
 * that steps. The noise, also in the optimizer's own metric and of each segment, costs none of its
 * own.
 */
class PassesOfAStepTest {
  private static final Set<String> NO_PASS =
      Set.of("allocate", "newSums", "name", "description", "placement", "close", "toString");

  /** Steps after which an adaptive optimizer has its metric. */
  private static final int WARM = 5;

  /** Passes in order, with a star where they measure in a metric. */
  private final List<String> passes = new ArrayList<>();

  private Kernels counting() {
    KernelBackend oracle = new OracleBackend();
    Object proxy =
        Proxy.newProxyInstance(
            KernelBackend.class.getClassLoader(),
            new Class<?>[] {KernelBackend.class},
            (self, method, arguments) -> call(oracle, method, arguments));
    return Kernels.of((KernelBackend) proxy);
  }

  private Object call(KernelBackend oracle, Method method, Object[] arguments) throws Throwable {
    if (!NO_PASS.contains(method.getName())) {
      boolean inMetric = Arrays.stream(arguments).anyMatch(Preconditioner.class::isInstance);
      passes.add(method.getName() + (inMetric ? "*" : ""));
    }
    try {
      return method.invoke(oracle, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  static Stream<Arguments> optimizers() {
    return Stream.of(
        Arguments.of(NoiseAware.sgd(), "sgdStep", ""),
        Arguments.of(NoiseAware.adam(), "adamStep", "*"),
        Arguments.of(NoiseAware.lamb(), "lambStep", "*"));
  }

  private NoiseAwareOptimizer make(NoiseAwareBuilder<?> builder, HostArray parameters, int most) {
    return builder
        .kernels(counting())
        .noisePerSegment()
        .batchSize(24)
        .maxMicroBatch(most)
        .forParameters(parameters, OptimizerRuns.SEGMENTS);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void oneForEachMicroBatch(NoiseAwareBuilder<?> builder, String step, String metric) {
    String part = "accumulate" + metric;
    assertThat(passes(builder, 8)).containsExactly(part, part, part, step);
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void oneForAGradientInOnePiece(NoiseAwareBuilder<?> builder, String step, String metric) {
    assertThat(passes(builder, 24)).containsExactly("squaredNorm", step);
  }

  private List<String> passes(NoiseAwareBuilder<?> builder, int most) {
    HostArray parameters = start();
    Random random = new Random(1);
    try (NoiseAwareOptimizer optimizer = make(builder, parameters, most)) {
      for (int i = 0; i <= WARM; i++) {
        passes.clear();
        for (MicroBatch micro : optimizer.nextBatch()) {
          optimizer.accumulate(gradient(parameters, random), micro);
        }
        optimizer.step();
      }
    }
    return passes;
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void oneForAllSamples(NoiseAwareBuilder<?> builder, String step, String metric) {
    HostArray parameters = start();
    Random random = new Random(1);
    try (NoiseAwareOptimizer optimizer = make(builder, parameters, 24)) {
      for (int i = 0; i <= WARM; i++) {
        passes.clear();
        HostArray rows = HostArray.allocate(parameters.type(), 24L * DIMENSION);
        for (int j = 0; j < rows.length(); j++) {
          rows.set(j, 1 + random.nextGaussian());
        }
        optimizer.accumulatePerSample(rows, 24);
        optimizer.step();
      }
    }
    assertThat(passes).containsExactly("perSampleMoments" + metric, step);
  }
}
