package io.github.gns4j.noise;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EstimateTextTest {
  @Test
  void estimatesSayInWordsWhatTheyAre() {
    assertThat(new NoiseEstimate.NotReady("1 window, needed: 4"))
        .hasToString("noise not known yet: 1 window, needed: 4");
    assertThat(new NoiseEstimate.NonFinite(3, 2))
        .hasToString("gradient not finite: 3 elements, skipped steps in a row: 2");
    assertThat(new NoiseEstimate.Unresolved(8805588.8, -12.08, 0, 3.99, EstimateKind.TEMPORAL))
        .hasToString(
            "noise scale above 0.00, signal not resolved"
                + " (tr Σ 8.81e+06, |G|² -12.1, 4.0 observations, temporal)");
    assertThat(new NoiseEstimate.Resolved(50, 2, 25, 9.2, 12345.6, 17, EstimateKind.PER_SAMPLE))
        .hasToString(
            "noise scale 25.0 in [9.20, 12,346]"
                + " (tr Σ 50.0, |G|² 2.00, 17.0 observations, per sample)");
  }
}
