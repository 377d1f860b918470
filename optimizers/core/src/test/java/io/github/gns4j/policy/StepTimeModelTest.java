package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class StepTimeModelTest {
  private static final int[] SIZES = {32, 64, 96, 128};

  /** Observes {@code steps} times, with a pause of 30 times the time in every tenth step. */
  private static void observe(
      StepTimeModel model, StepTime truth, Random random, int steps, int[] sizes) {
    for (int step = 0; step < steps; step++) {
      int micro = sizes[step % sizes.length];
      int count = 1 + step % 3;
      double noise = Math.exp(0.05 * random.nextGaussian()) * (step % 10 == 7 ? 30 : 1);
      double seconds = count * (truth.alpha() + truth.beta() * micro) * noise;
      model.observe(micro * count, count, seconds, truth.perStep() * noise);
    }
  }

  /**
   * Noise of 5%: over 64 observations the standard error of α is below 2% of the seconds at the
   * largest size, here the 4-sigma bound on both parts.
   */
  @Property(seed = "1", tries = 50)
  void findsTheLineUnderPauses(
      @ForAll @DoubleRange(min = 0.01, max = 1) double alpha,
      @ForAll @DoubleRange(min = 1, max = 300) double ratio,
      @ForAll @LongRange(min = 0, max = 1000) long seed) {
    StepTime truth = new StepTime(alpha / 5, alpha, alpha / ratio);
    StepTimeModel model = new StepTimeModel();
    observe(model, truth, new Random(seed), 300, SIZES);
    assertThat(model.fit()).isPresent();
    StepTime fit = model.fit().get();
    double largest = truth.alpha() + 128 * truth.beta();
    assertThat(fit.alpha()).isCloseTo(truth.alpha(), within(0.08 * largest));
    assertThat(fit.beta() * 128).isCloseTo(truth.beta() * 128, within(0.1 * largest));
    assertThat(fit.perStep()).isCloseTo(truth.perStep(), within(0.15 * truth.perStep()));
  }

  @Test
  void oneSizeResolvesNothing() {
    StepTimeModel model = new StepTimeModel();
    observe(model, new StepTime(0.01, 1e-4), new Random(1), 200, new int[] {64});
    assertThat(model.fit()).isEmpty();
    assertThat(model.toString()).contains("not resolved");
  }

  @Test
  void oneSizeForLongDoesNotPushOutTheOthers() {
    StepTimeModel model = new StepTimeModel();
    observe(model, new StepTime(0.01, 1e-4), new Random(1), 24, SIZES);
    observe(model, new StepTime(0.01, 1e-4), new Random(2), 5000, new int[] {64});
    assertThat(model.fit()).isPresent();
  }

  @Test
  void timesThatDoNotGrowGiveTheUpperEndOfTheirSlope() {
    StepTimeModel model = new StepTimeModel();
    observe(model, new StepTime(0, 0.01, 1e-12), new Random(3), 300, SIZES);
    assertThat(model.fit()).isPresent();
    assertThat(model.fit().get().beta() * 128).isBetween(1e-6, 0.0025);
  }

  @Test
  void aNewMachineIsLearntAnew() {
    StepTimeModel model = new StepTimeModel();
    observe(model, new StepTime(0.01, 1e-4), new Random(4), 200, SIZES);
    assertThat(model.fit()).isPresent();
    StepTime slower = new StepTime(0.05, 2e-4);
    observe(model, slower, new Random(5), 100, SIZES);
    assertThat(model.fit().get().alpha()).isCloseTo(0.05, within(0.005));
  }

  @Test
  void aRestoredModelContinuesWithTheSameBits() throws IOException {
    StepTimeModel model = new StepTimeModel();
    observe(model, new StepTime(0.01, 1e-4), new Random(6), 57, SIZES);
    StepTimeModel other = new StepTimeModel();
    Saved.copy(model, other);
    assertThat(other.fit()).isEqualTo(model.fit());
    observe(model, new StepTime(0.02, 1e-4), new Random(8), 57, SIZES);
    observe(other, new StepTime(0.02, 1e-4), new Random(8), 57, SIZES);
    assertThat(other.fit()).isEqualTo(model.fit());
    assertThat(Saved.bytes(other)).isEqualTo(Saved.bytes(model));
  }
}
