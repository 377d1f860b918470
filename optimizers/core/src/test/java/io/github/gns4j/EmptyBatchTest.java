package io.github.gns4j;

import static io.github.gns4j.OptimizerRuns.gradient;
import static io.github.gns4j.OptimizerRuns.make;
import static io.github.gns4j.OptimizerRuns.saved;
import static io.github.gns4j.OptimizerRuns.start;
import static io.github.gns4j.OptimizerRuns.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.gns4j.gradient.BatchPlan;
import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import java.io.IOException;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Batches, or parts of them, without samples or of a wrong length: named, and nothing changes. */
class EmptyBatchTest {
  private static final String SAMPLES = "samples is 0, allowed: at least 1";

  @ParameterizedTest
  @MethodSource("io.github.gns4j.OptimizerRuns#optimizers")
  void isNamedAndChangesNothing(NoiseAwareBuilder<?> builder) throws IOException {
    HostArray parameters = start();
    HostArray copy = start();
    NoiseAwareOptimizer optimizer = make(builder, parameters);
    NoiseAwareOptimizer untroubled = make(builder, copy);
    step(optimizer, parameters, new Random(5));
    step(untroubled, copy, new Random(5));
    HostArray gradient = gradient(parameters, new Random(6));
    byte[] before = saved(optimizer);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer.accumulate(gradient, new MicroBatch(0, 3, 0)))
        .withMessage(SAMPLES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer.accumulatePerSample(gradient, 0))
        .withMessage("rows is 0, allowed: at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer.accumulatePerSample(gradient, 2))
        .withMessageContaining("samples has 50 elements, allowed: 100");
    assertThat(saved(optimizer)).isEqualTo(before);

    for (NoiseAwareOptimizer each : new NoiseAwareOptimizer[] {optimizer, untroubled}) {
      each.accumulate(gradient, new MicroBatch(0, 2, 8));
    }
    byte[] half = saved(optimizer);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer.accumulate(HostArray.copyOf(1f), new MicroBatch(1, 2, 8)))
        .withMessageContaining("gradient has 1 elements, allowed: 50");
    assertThat(saved(optimizer)).isEqualTo(half);
    for (NoiseAwareOptimizer each : new NoiseAwareOptimizer[] {optimizer, untroubled}) {
      each.accumulate(gradient, new MicroBatch(1, 2, 8));
      each.step();
    }
    assertThat(parameters.toDoubles()).isEqualTo(copy.toDoubles());
    assertThat(saved(optimizer)).isEqualTo(saved(untroubled));
  }

  @Test
  void normsOfNoSamplesAreNotAdded() throws IOException {
    NoiseAwareOptimizer optimizer = NoiseAware.sgd().forParameters(start());
    BitSet all = new BitSet();
    all.set(0);
    optimizer.expectSampleNorms(all);
    optimizer.sampleNorms(3, 2);
    byte[] before = saved(optimizer);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> optimizer.sampleNorms(5, 0))
        .withMessage(SAMPLES);
    assertThat(saved(optimizer)).isEqualTo(before);
  }

  @Test
  void sizesOfNoSamplesAreNamed() {
    assertThatIllegalArgumentException().isThrownBy(() -> new BatchPlan(0, 8)).withMessage(SAMPLES);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAware.adam().batchSize(0))
        .withMessage("batchSize is 0, allowed: at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NoiseAware.adam().baseBatch(-3))
        .withMessage("baseBatch is -3, allowed: at least 1");
  }
}
