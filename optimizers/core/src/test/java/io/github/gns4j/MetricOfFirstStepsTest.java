package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.gradient.MicroBatch;
import io.github.gns4j.kernels.ElementType;
import io.github.gns4j.kernels.HostArray;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.policy.BatchRule;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The noise in Adam's metric after its first steps. Per element and sample it is {@code σ²/E[ḡ²]}
 * times {@code t/(t − 2)}, the mean of a square over that of {@code t} before it. With one gradient
 * before it there is no such mean, and of {@code n} elements the one next to 0 gives a sum of the
 * order of {@code n²}.
 */
class MetricOfFirstStepsTest {
  private static final int LENGTH = 10_000;
  private static final int SAMPLES = 8;
  private static final int STEPS = 7;
  private static final double MEAN = 0.1;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void fewElementsDoNotOutweighAll(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    HostArray parameters = HostArray.allocate(ElementType.FLOAT32, LENGTH);
    try (NoiseAwareOptimizer optimizer =
        NoiseAware.adam()
            .batch(BatchRule.fixed().between(2 * SAMPLES, 2 * SAMPLES).startingAt(2 * SAMPLES))
            .maxMicroBatch(SAMPLES)
            .forParameters(parameters)) {
      for (int step = 0; step < STEPS; step++) {
        for (MicroBatch micro : optimizer.nextBatch()) {
          optimizer.accumulate(gradient(random, micro.samples()), micro);
        }
        optimizer.step();
      }
      double steady = LENGTH / (1.0 / (2 * SAMPLES) + MEAN * MEAN);
      // Steps with 3, 4, 5 and 6 before them: 3, 2, 5/3 and 3/2, their mean 2.04.
      assertThat(traceSigma(optimizer.noise())).isBetween(1.5 * steady, 3 * steady);
    }
  }

  private static double traceSigma(NoiseEstimate noise) {
    return switch (noise) {
      case NoiseEstimate.Resolved resolved -> resolved.traceSigma();
      case NoiseEstimate.Unresolved unresolved -> unresolved.traceSigma();
      case NoiseEstimate.NotReady notReady -> throw new AssertionError(notReady);
      case NoiseEstimate.NonFinite nonFinite -> throw new AssertionError(nonFinite);
    };
  }

  /** A mean gradient of samples whose standard deviation is 1. */
  private static HostArray gradient(SplittableRandom random, int samples) {
    HostArray gradient = HostArray.allocate(ElementType.FLOAT32, LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      gradient.set(i, MEAN + random.nextGaussian() / Math.sqrt(samples));
    }
    return gradient;
  }
}
