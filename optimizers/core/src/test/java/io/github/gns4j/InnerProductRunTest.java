package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.noise.NoiseSettings;
import io.github.gns4j.policy.BatchRule;
import io.github.gns4j.policy.LearningRateRule;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The augmented inner-product test in a run, on a linear loss: the gradient stays, so that the
 * batch has to come to the analytic size and stay there.
 */
class InnerProductRunTest {
  private static final int SIZE = 41;
  private static final double THETA = 0.9;
  private static final double NU = 2;

  /**
   * {@code G = e₁}, deviation {@code along} in its direction and {@code across} in the 40 others:
   * {@code max(along²/θ², 40·across²/ν²)} samples. The estimates stand on some 48 observations
   * ({@code NoiseSettings}): the relative standard errors are 21% for a variance, {@code √(2/48)},
   * less for {@code |G|²}, and the rule goes to the nearer end, two of them off; with three more
   * for the run the factor is {@code e^(5·0.21)} = 2.9, where the other condition, or a condition
   * with the root of its bound, is off by more than four.
   */
  @ParameterizedTest
  @CsvSource({"2, 8", "24, 1"})
  void theBatchComesToWhatTheTwoConditionsCallFor(double along, double across) {
    double truth =
        Math.max(along * along / (THETA * THETA), (SIZE - 1) * across * across / (NU * NU));
    HostArray parameters = HostArray.allocate(ElementType.FLOAT64, SIZE);
    HostArray gradient = HostArray.allocate(ElementType.FLOAT64, SIZE);
    Random random = new Random(3);
    try (NoiseAwareOptimizer optimizer =
        NoiseAware.sgd()
            .momentum(0.9)
            .learningRate(1e-6)
            .learningRateRule(LearningRateRule.adaScale())
            .batch(BatchRule.innerProductTest(THETA, NU).between(8, 8192).dwell(5))
            .noise(NoiseSettings.defaults(256))
            .baseBatch(64)
            .maxMicroBatch(256)
            .forParameters(parameters)) {
      double logs = 0;
      for (int step = 0; step < 2000; step++) {
        for (MicroBatch micro : optimizer.nextBatch()) {
          double root = Math.sqrt(micro.samples());
          gradient.set(0, 1 + along * random.nextGaussian() / root);
          for (int i = 1; i < SIZE; i++) {
            gradient.set(i, across * random.nextGaussian() / root);
          }
          optimizer.accumulate(gradient, micro);
        }
        int batch = optimizer.step().decision().batch().samples();
        logs += step >= 1000 ? Math.log(batch / truth) : 0;
      }
      assertThat(Math.exp(logs / 1000)).isBetween(1 / 2.9, 2.9);
    }
  }
}
