package io.github.gns4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.statistics.MomentumWeights;
import io.github.gns4j.statistics.TemporalEstimate;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Steps {@code −ηP·m} on a linear loss: {@code G} stays, and there is no curvature. */
class StepNoiseTest {
  private static final double[] SIGNAL = {1, -2, 0.5, 0};
  private static final double[] DEVIATION = {3, 1, 4, 2};
  private static final double[] PRECONDITIONER = {1, 0.2, 5, 0.5};
  private static final int STEPS = 20_000;

  /** Means of 20,000 steps, from batches that vary, within four standard errors. */
  @ParameterizedTest
  @CsvSource({"0", "0.5", "0.9"})
  void noiseAndSignalAreThoseOfTheMetricOfTheStep(double momentum) {
    StepNoise noise = new StepNoise();
    Random random = new Random(11);
    double[] mean = new double[SIGNAL.length];
    double[] shown = new double[STEPS];
    double[] signal = new double[STEPS];
    for (int t = 0; t < STEPS; t++) {
      int batch = t % 3 == 0 ? 16 : 64;
      double[] own = draw(random, batch);
      for (int i = 0; i < mean.length; i++) {
        mean[i] = momentum * mean[i] + (1 - momentum) * own[i];
      }
      double corrected = 1 - Math.pow(momentum, t + 1);
      noise.took(Optional.of(MomentumWeights.adam(momentum)), batch);
      double before = slope(mean, corrected, own);
      double next = slope(mean, corrected, draw(random, 64));
      TemporalEstimate estimate = noise.of(before, next, 0, 1).orElseThrow();
      assertThat(estimate.samples()).isEqualTo(batch);
      shown[t] = estimate.traceSigma();
      signal[t] = estimate.signalSquared();
    }
    double trace = 0;
    double squared = 0;
    for (int i = 0; i < SIGNAL.length; i++) {
      trace += PRECONDITIONER[i] * DEVIATION[i] * DEVIATION[i];
      squared += PRECONDITIONER[i] * SIGNAL[i] * SIGNAL[i];
    }
    assertThat(mean(shown)).isCloseTo(trace, within(4 * error(shown)));
    assertThat(error(shown)).isLessThan(0.1 * trace);
    assertThat(mean(signal)).isCloseTo(squared, within(4 * error(signal)));
    assertThat(error(signal)).isLessThan(0.1 * squared);
  }

  /** Curvature adds sᵀHs to the slope at the end of the step, and only there. */
  @Test
  void theCurvatureAlongTheStepIsTakenOut() {
    StepNoise noise = new StepNoise();
    noise.took(Optional.of(MomentumWeights.adam(0.5)), 10);
    double scale = 4;
    TemporalEstimate flat = noise.of(-3, -2, 0, scale).orElseThrow();
    assertThat(flat.signalSquared()).isEqualTo(2 / scale);
    assertThat(flat.traceSigma()).isCloseTo(10 * 1 / scale, within(1e-12));
    assertThat(noise.of(-3, -2 + 5, 5 / scale, scale)).contains(flat);
  }

  @Test
  void whatIsNotKnownIsNotThere() {
    StepNoise noise = new StepNoise();
    assertThat(noise.of(-1, -1, 0, 1)).as("before any step").isEmpty();
    noise.took(Optional.of(MomentumWeights.adam(0.9)), 8);
    assertThat(noise.of(-1, -1, Double.NaN, 1)).as("curvature").isEmpty();
    assertThat(noise.of(-1, -1, 0, 0)).as("a step that does not move").isEmpty();
    assertThat(noise.of(-1, -1, 0, 1)).isPresent();
    noise.took(Optional.empty(), 8);
    assertThat(noise.of(-1, -1, 0, 1)).as("no mean").isEmpty();
  }

  private static double[] draw(Random random, int batch) {
    double[] g = SIGNAL.clone();
    for (int i = 0; i < g.length; i++) {
      g[i] += DEVIATION[i] * random.nextGaussian() / Math.sqrt(batch);
    }
    return g;
  }

  private static double slope(double[] mean, double corrected, double[] gradient) {
    double slope = 0;
    for (int i = 0; i < mean.length; i++) {
      slope -= PRECONDITIONER[i] * mean[i] / corrected * gradient[i];
    }
    return slope;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  /** Standard error from means of blocks of 50: neighbouring steps share their mean. */
  private static double error(double[] values) {
    double[] blocks = new double[values.length / 50];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = mean(Arrays.copyOfRange(values, 50 * i, 50 * i + 50));
    }
    double centre = mean(blocks);
    double squares = 0;
    for (double block : blocks) {
      squares += (block - centre) * (block - centre);
    }
    return Math.sqrt(squares / (blocks.length - 1) / blocks.length);
  }
}
