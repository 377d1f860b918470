package io.github.gns4j.monitor.view;

import static io.github.gns4j.monitor.view.Regime.Verdict.CURVATURE_DOMINATED;
import static io.github.gns4j.monitor.view.Regime.Verdict.NEAR_CRITICAL;
import static io.github.gns4j.monitor.view.Regime.Verdict.NOISE_DOMINATED;
import static io.github.gns4j.monitor.view.Regime.Verdict.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate;
import org.junit.jupiter.api.Test;

class RegimeTest {
  private static final NoiseEstimate THOUSAND =
      new NoiseEstimate.Resolved(1000, 1, 1000, 800, 1300, 50, EstimateKind.PER_SAMPLE);

  @Test
  void onlyAnIntervalWhollyOnOneSideDecides() {
    assertThat(Regime.of(100, THOUSAND).verdict()).isEqualTo(NOISE_DOMINATED);
    assertThat(Regime.of(800, THOUSAND).verdict()).isEqualTo(NEAR_CRITICAL);
    assertThat(Regime.of(1300, THOUSAND).verdict()).isEqualTo(NEAR_CRITICAL);
    assertThat(Regime.of(4000, THOUSAND).verdict()).isEqualTo(CURVATURE_DOMINATED);
  }

  @Test
  void withoutAnUpperEndTheBatchCanOnlyBeTooSmall() {
    var unresolved = new NoiseEstimate.Unresolved(10, -1, 500, 4, EstimateKind.TEMPORAL);
    assertThat(Regime.of(100, unresolved).verdict()).isEqualTo(NOISE_DOMINATED);
    assertThat(Regime.of(100, unresolved).sentence()).contains("at least 5.0×");
    assertThat(Regime.of(5000, unresolved).verdict()).isEqualTo(UNKNOWN);
    assertThat(Regime.of(5, new NoiseEstimate.NotReady("one step")).sentence())
        .contains("one step");
  }

  @Test
  void theSentenceSaysHowFar() {
    assertThat(Regime.of(100, THOUSAND).sentence()).contains("10× below critical 1,000");
    assertThat(Regime.of(2500, THOUSAND).sentence()).contains("2.5× above critical 1,000");
  }
}
