package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.report.StepReport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps without a report differ from steps with one in nothing else. */
class AdvanceTest {
  private static final int STEPS = 60;

  /** One that is skipped. */
  private static final int SKIPPED = 20;

  static Stream<NoiseAwareBuilder<?>> optimizers() {
    return OptimizerRuns.optimizers();
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void leavesTheSameParametersAndState(NoiseAwareBuilder<?> builder) throws IOException {
    HostArray told = OptimizerRuns.start();
    NoiseAwareOptimizer steps = OptimizerRuns.make(builder, told);
    HostArray untold = OptimizerRuns.start();
    NoiseAwareOptimizer advances = OptimizerRuns.make(builder, untold);
    Random first = new Random(8);
    Random second = new Random(8);
    for (int i = 0; i < STEPS; i++) {
      gather(steps, told, first, i);
      assertThat(steps.step().step()).isEqualTo(i + 1);
      gather(advances, untold, second, i);
      advances.advance();
    }
    assertThat(untold.toDoubles()).isEqualTo(told.toDoubles());
    assertThat(OptimizerRuns.saved(advances)).isEqualTo(OptimizerRuns.saved(steps));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void listenersAreToldWhatStepReturns(NoiseAwareBuilder<?> builder) {
    HostArray told = OptimizerRuns.start();
    NoiseAwareOptimizer steps = OptimizerRuns.make(builder, told);
    List<StepReport> heard = new ArrayList<>();
    HostArray listened = OptimizerRuns.start();
    NoiseAwareOptimizer advances = OptimizerRuns.make(builder.listeners(heard::add), listened);
    Random first = new Random(9);
    Random second = new Random(9);
    for (int i = 0; i < STEPS; i++) {
      gather(steps, told, first, i);
      StepReport report = steps.step();
      gather(advances, listened, second, i);
      advances.advance();
      assertThat(heard).hasSize(i + 1).endsWith(report);
      assertThat(heard.getLast().decision().gain().reason())
          .isEqualTo(report.decision().gain().reason());
    }
  }

  private static void gather(
      NoiseAwareOptimizer optimizer, HostArray parameters, Random random, int step) {
    for (MicroBatch micro : optimizer.nextBatch()) {
      HostArray gradient = OptimizerRuns.gradient(parameters, random);
      if (step == SKIPPED) {
        gradient.set(3, Double.NaN);
      }
      optimizer.accumulate(gradient, micro);
    }
  }
}
