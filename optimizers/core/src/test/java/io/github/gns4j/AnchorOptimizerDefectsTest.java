package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.policy.BatchProposal.Target;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.Clipping;
import io.github.gns4j.policy.LearningRateRule;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Defects of other noise-aware and fused optimizers that ours do not have. */
class AnchorOptimizerDefectsTest {
  private static final int DIMENSION = 40;

  static Stream<Supplier<NoiseAwareBuilder<?>>> optimizers() {
    return Stream.of(
        () -> NoiseAware.sgd().learningRate(0.01),
        () -> NoiseAware.adam().learningRate(0.01).weightDecay(0.1),
        () -> NoiseAware.lamb().learningRate(0.01).weightDecay(0.1));
  }

  private static HostArray random(Random random) {
    return HostArray.copyOf(random.doubles(DIMENSION, -1, 1).toArray());
  }

  /** Apex's FusedLAMB overwrites the gradient it is given. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void theGradientIsOnlyRead(Supplier<NoiseAwareBuilder<?>> make) {
    Random random = new Random(1);
    NoiseAwareBuilder<?> builder = make.get();
    builder.batchSize(4).clipping(Clipping.toNorm(0.1));
    try (NoiseAwareOptimizer optimizer = builder.forParameters(random(random))) {
      for (int step = 0; step < 3; step++) {
        HostArray gradient = random(random);
        double[] before = gradient.toDoubles();
        optimizer.accumulate(gradient, new MicroBatch(0, 1, 4));
        optimizer.step();
        assertThat(gradient.toDoubles()).isEqualTo(before);
      }
    }
  }

  /**
   * gpt-neox measures small and large batches at different parameters: ours move in a step only.
   */
  @ParameterizedTest
  @MethodSource("optimizers")
  void parametersStayWhileABatchIsGathered(Supplier<NoiseAwareBuilder<?>> make) {
    Random random = new Random(2);
    HostArray parameters = random(random);
    NoiseAwareBuilder<?> builder = make.get();
    builder.batchSize(8).maxMicroBatch(2);
    try (NoiseAwareOptimizer optimizer = builder.forParameters(parameters)) {
      for (int step = 0; step < 3; step++) {
        double[] before = parameters.toDoubles();
        for (MicroBatch micro : optimizer.nextBatch()) {
          optimizer.accumulate(random(random), micro);
          assertThat(parameters.toDoubles()).isEqualTo(before);
        }
        optimizer.step();
        assertThat(parameters.toDoubles()).isNotEqualTo(before);
      }
    }
  }

  /**
   * AdaptDL zeroes Adam's moments whenever the scale changes. Here the batch doubles again and
   * again; under the same gradients and a fixed rate the parameters are those of a run that kept
   * it.
   */
  @ParameterizedTest
  @MethodSource("optimizers")
  void aChangeOfTheBatchKeepsMomentsAndBiasCorrection(Supplier<NoiseAwareBuilder<?>> make) {
    BatchRule doubling = in -> new Target(2.0 * in.batch(), 2, "twice the batch");
    NoiseAwareBuilder<?> fixed = make.get();
    fixed.learningRateRule(LearningRateRule.fixed()).batchSize(8);
    NoiseAwareBuilder<?> growing = make.get();
    growing
        .learningRateRule(LearningRateRule.fixed())
        .batch(doubling.between(8, 4096).startingAt(8).dwell(3));
    HostArray kept = random(new Random(3));
    HostArray changed = random(new Random(3));
    Random random = new Random(4);
    try (NoiseAwareOptimizer one = fixed.forParameters(kept);
        NoiseAwareOptimizer two = growing.forParameters(changed)) {
      for (int step = 0; step < 20; step++) {
        HostArray gradient = random(random);
        one.accumulate(gradient, one.nextBatch().microBatch(0));
        one.step();
        two.accumulate(gradient, two.nextBatch().microBatch(0));
        two.step();
        assertThat(changed.toDoubles()).isEqualTo(kept.toDoubles());
      }
      assertThat(two.nextBatch().samples()).isGreaterThan(400);
    }
  }
}
