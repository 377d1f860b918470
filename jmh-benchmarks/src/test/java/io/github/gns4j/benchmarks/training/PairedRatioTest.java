package io.github.gns4j.benchmarks.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PairedRatioTest {
  @Test
  void whatBothShareCancels() {
    PairedRatio ratio = PairedRatio.of(new double[] {2, 20, 8}, new double[] {1, 10, 4});

    assertThat(ratio.value()).isEqualTo(2);
    assertThat(ratio.halfWidth()).isZero();
  }

  @Test
  void byHand() {
    // Ratio 8/4 = 2; residuals 1 − 2 and 7 − 6; standard error √(2/2)/2; t of one degree 12.7062.
    PairedRatio ratio = PairedRatio.of(new double[] {1, 7}, new double[] {1, 3});

    assertThat(ratio.value()).isEqualTo(2);
    assertThat(ratio.halfWidth()).isCloseTo(12.7062 * 0.5, within(1e-3));
  }

  @Test
  void intervalCoversTheTruth() {
    // 2,000 runs at a nominal 95%; allowed: four standard errors, 2%, and 1% for the linearisation.
    SplittableRandom random = new SplittableRandom(1);
    int covered = 0;
    int runs = 2_000;
    for (int run = 0; run < runs; run++) {
      double[] ours = new double[16];
      double[] others = new double[16];
      for (int i = 0; i < ours.length; i++) {
        double machine = 5 * random.nextGaussian();
        ours[i] = 30 + machine + random.nextGaussian();
        others[i] = 40 + machine + random.nextGaussian();
      }
      PairedRatio ratio = PairedRatio.of(ours, others);
      covered += Math.abs(ratio.value() - 0.75) <= ratio.halfWidth() ? 1 : 0;
    }
    assertThat((double) covered / runs).isCloseTo(0.95, within(0.03));
  }

  @Test
  void lengthsMustAgree() {
    assertThatThrownBy(() -> PairedRatio.of(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("others has 3 numbers, allowed: 2 as ours");
  }
}
