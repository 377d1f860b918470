package io.github.gns4j;

import static io.github.gns4j.OptimizerRuns.gradient;
import static io.github.gns4j.OptimizerRuns.saved;
import static io.github.gns4j.OptimizerRuns.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.policy.BatchProposal.Hold;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.LearningRateSchedule;
import java.io.IOException;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A user's function that fails in a step: the step counts as a whole, or not at all. */
class FailingFunctionTest {
  private static final int FAILS = 3;
  private static final int STEPS = 8;

  static Stream<NoiseAwareBuilder<?>> optimizers() {
    return Stream.concat(
        OptimizerRuns.optimizers(), Stream.of(NoiseAware.auto(), NoiseAware.sgd().auto()));
  }

  /** Asked for the batch after the third step, when the parameters have moved. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void aBatchFunctionThatFailsLeavesAWholeStep(NoiseAwareBuilder<?> builder) {
    int[] asked = {0};
    BatchRule fails =
        in -> {
          if (++asked[0] == FAILS) {
            throw new UnsupportedOperationException("no size");
          }
          return new Hold("as it is");
        };
    double[] expected = run(builder, in -> new Hold("as it is"), false);
    assertThat(run(builder, fails, true)).isEqualTo(expected);
    assertThat(asked[0]).isEqualTo(STEPS);
  }

  private static double[] run(NoiseAwareBuilder<?> builder, BatchRule rule, boolean isFailing) {
    HostArray parameters = start();
    NoiseAwareOptimizer optimizer =
        builder
            .batch(rule.startingAt(16).dwell(1))
            .maxMicroBatch(8)
            .nanoClock(() -> 0)
            .forParameters(parameters);
    for (int step = 1; step <= STEPS; step++) {
      Random random = new Random(step);
      for (MicroBatch micro : optimizer.nextBatch()) {
        optimizer.accumulate(gradient(parameters, random), micro);
      }
      if (isFailing && step == FAILS) {
        assertThatThrownBy(() -> optimizer.step(micro -> parameters)).hasMessage("no size");
      } else {
        optimizer.step(micro -> parameters);
      }
      assertThat(optimizer.steps()).isEqualTo(step);
    }
    return parameters.toDoubles();
  }

  /** Asked for the rate before anything moves. */
  @ParameterizedTest
  @MethodSource("io.github.gns4j.OptimizerRuns#optimizers")
  void aScheduleThatFailsChangesNothing(NoiseAwareBuilder<?> builder) throws IOException {
    HostArray parameters = start();
    NoiseAwareOptimizer optimizer =
        builder
            .learningRate(LearningRateSchedule.of(clock -> clock < FAILS ? 0.01 : Double.NaN))
            .batchSize(16)
            .maxMicroBatch(8)
            .forParameters(parameters);
    for (int step = 0; step < FAILS; step++) {
      OptimizerRuns.step(optimizer, parameters, new Random(step));
    }
    for (MicroBatch micro : optimizer.nextBatch()) {
      optimizer.accumulate(gradient(parameters, new Random(9)), micro);
    }
    double[] before = parameters.toDoubles();
    byte[] state = saved(optimizer);
    assertThatThrownBy(optimizer::step)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("clock 3.0")
        .hasMessageContaining("NaN");
    assertThat(parameters.toDoubles()).isEqualTo(before);
    assertThat(saved(optimizer)).isEqualTo(state);
  }
}
