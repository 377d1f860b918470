package io.github.gns4j;

import static io.github.gns4j.OptimizerRuns.gradient;
import static io.github.gns4j.OptimizerRuns.make;
import static io.github.gns4j.OptimizerRuns.start;
import static io.github.gns4j.OptimizerRuns.step;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.report.StepReport;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A gradient that is not finite is data: the step is skipped and leaves nothing behind. */
class NonFiniteGradientTest {
  @ParameterizedTest
  @MethodSource("io.github.gns4j.OptimizerRuns#optimizers")
  void nonFiniteGradientIsSkippedCountedAndLeavesNothing(NoiseAwareBuilder<?> builder)
      throws IOException {
    for (double poison :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      for (int where : new int[] {0, 1, 2}) {
        HostArray parameters = start();
        Random random = new Random(3);
        NoiseAwareOptimizer optimizer = make(builder, parameters);
        step(optimizer, parameters, random);
        double[] before = parameters.toDoubles();
        NoiseEstimate noise = optimizer.noise();

        for (MicroBatch micro : optimizer.nextBatch()) {
          HostArray gradient = gradient(parameters, random);
          if (micro.index() == where) {
            gradient.set(7, poison);
          }
          optimizer.accumulate(gradient, micro);
        }
        StepReport report = optimizer.step();

        assertThat(parameters.toDoubles()).isEqualTo(before);
        assertThat(report.gradient().isSkipped()).isTrue();
        assertThat(report.gradient().nonFinite()).isEqualTo(1);
        assertThat(optimizer.skipped()).isEqualTo(1);
        assertThat(report.noise()).isEqualTo(new NoiseEstimate.NonFinite(1, 1));

        StepReport next = step(optimizer, parameters, random);
        assertThat(next.gradient().isSkipped()).isFalse();
        assertThat(next.noise().getClass()).isEqualTo(noise.getClass());
        assertThat(next.decision().clock()).isEqualTo(1);
        assertThat(Arrays.stream(parameters.toDoubles()).allMatch(Double::isFinite)).isTrue();
      }
    }
  }

  @Test
  void skippedStepLeavesTheStateOfARunThatNeverSawIt() throws IOException {
    HostArray one = start();
    HostArray two = start();
    NoiseAwareOptimizer clean = make(NoiseAware.adam(), one);
    NoiseAwareOptimizer poisoned = make(NoiseAware.adam(), two);
    HostArray nan = HostArray.allocate(two.type(), two.length());
    nan.set(0, Double.NaN);
    Random first = new Random(4);
    Random second = new Random(4);
    for (int i = 0; i < 10; i++) {
      step(clean, one, first);
      step(poisoned, two, second);
      for (MicroBatch micro : poisoned.nextBatch()) {
        poisoned.accumulate(nan, micro);
      }
      poisoned.step();
    }
    assertThat(two.toDoubles()).isEqualTo(one.toDoubles());
  }
}
