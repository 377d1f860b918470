package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.noise.NoiseEstimate;
import org.junit.jupiter.api.Test;

/**
 * After a skipped step the next finite one clears the report, also where no step shows its noise.
 */
class SkippedStepTest {
  @Test
  void plainSgdWithOneGradientAStep() {
    HostArray parameters = HostArray.copyOf(1f, 2f, 3f);
    NoiseAwareOptimizer optimizer =
        NoiseAware.sgd()
            .learningRate(0.1)
            .momentum(0)
            .batchSize(8)
            .maxMicroBatch(8)
            .forParameters(parameters);
    step(optimizer, 1);
    assertThat(optimizer.noise()).isInstanceOf(NoiseEstimate.NotReady.class);
    step(optimizer, Float.NaN);
    assertThat(optimizer.noise()).isInstanceOf(NoiseEstimate.NonFinite.class);
    step(optimizer, 1);
    assertThat(optimizer.noise()).isInstanceOf(NoiseEstimate.NotReady.class);
  }

  private static void step(NoiseAwareOptimizer optimizer, float value) {
    for (MicroBatch micro : optimizer.nextBatch()) {
      optimizer.accumulate(HostArray.copyOf(value, 1f, 1f), micro);
    }
    optimizer.step();
  }
}
