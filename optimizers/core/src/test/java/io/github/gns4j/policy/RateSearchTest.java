package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Which moves of the rate are allowed, by hand. Twelve probes of equal weight, half of them {@code
 * δ} below and half {@code δ} above a descent of {@code a}, with curvature 1: the best multiplier
 * is {@code a}, and {@code t(x) = (a − x)·√11/δ}, with 11 degrees of freedom: 2.20 at 97.5%, 3.11
 * at 99.5%, 4.44 at 99.95%.
 */
class RateSearchTest {
  /** A probe that has seen all. */
  private static final double FAR = 1e9;

  private static final double KEEP = 1 - 1e-12;

  /** A rate that was told and is below. */
  private static final double NOT_TOLD = 0.1;

  private static StepLengthEstimate estimate(double best, double scatter) {
    StepLengthEstimate estimate = new StepLengthEstimate();
    for (int i = 0; i < 12; i++) {
      double descent = best + (i < 6 ? -scatter : scatter);
      estimate.add(new StepLengthProbe(-descent, 1 - descent, 1 - descent, 1, 1), 1, KEEP, KEEP);
    }
    return estimate;
  }

  /** An estimate with {@code t(x)} as given. */
  private static StepLengthEstimate estimate(double best, double x, double t) {
    return estimate(best, (best - x) * Math.sqrt(11) / t);
  }

  private static RateSearch settled() {
    RateSearch search = new RateSearch();
    search.end();
    return search;
  }

  @Test
  void aRiseGoesAsFarAsItIsResolved() {
    RateSearch search = new RateSearch();
    assertThat(search.up(estimate(1.5, 1e-3), 1, FAR, NOT_TOLD)).isEqualTo(1.3);
    assertThat(search.up(estimate(2.5, 1e-3), 1, FAR, NOT_TOLD)).isEqualTo(2);
    assertThat(search.up(estimate(10, 1e-3), 1, FAR, NOT_TOLD)).isEqualTo(8);
    assertThat(search.up(estimate(10, 1e-3), 2, FAR, NOT_TOLD)).isEqualTo(4);
    assertThat(search.up(estimate(1000, 1e-3), 1, FAR, NOT_TOLD)).as("512 over 8").isEqualTo(64);
  }

  /** Four times as far as the last probe has seen, whatever the estimate. */
  @Test
  void aRiseGoesALittleBeyondWhatWasSeen() {
    StepLengthEstimate estimate = estimate(1000, 1e-3);
    assertThat(new RateSearch().up(estimate, 1, 32, NOT_TOLD)).as("128 over 8").isEqualTo(16);
    assertThat(new RateSearch().up(estimate, 1, 31.9, NOT_TOLD)).as("64 over 8").isEqualTo(8);
    assertThat(new RateSearch().up(estimate, 1, 1.5, NOT_TOLD)).isEqualTo(6);
    assertThat(new RateSearch().up(estimate, 2, 3, NOT_TOLD)).isEqualTo(6);
    assertThat(new RateSearch().up(estimate, 1, 0.1, NOT_TOLD)).as("a slow one").isEqualTo(1.3);
  }

  /** t(512) = 3.2: enough for a far rise only to a rate that somebody named. */
  @Test
  void aRateThatWasToldNeedsLessEvidenceThanAnyOther() {
    StepLengthEstimate estimate = estimate(1000, 512, 3.2);
    assertThat(new RateSearch().up(estimate, 1, FAR, 512)).isEqualTo(512);
    assertThat(new RateSearch().up(estimate, 2, FAR, 256)).isEqualTo(256);
    assertThat(new RateSearch().up(estimate, 1, FAR, NOT_TOLD)).isLessThan(64);
    assertThat(new RateSearch().up(estimate(1000, 512, 3), 1, FAR, 512)).isLessThan(64);
    assertThat(settled().up(estimate, 1, FAR, 512)).isEqualTo(1.3);
  }

  /** Nor is it taken on trust where no probe has looked, nor against the last two of them. */
  @Test
  void aRateThatWasToldMustHaveBeenSeen() {
    StepLengthEstimate estimate = estimate(1000, 1e-3);
    assertThat(new RateSearch().up(estimate, 1, 128, 512)).isEqualTo(512);
    assertThat(new RateSearch().up(estimate, 1, 127, 512)).isLessThan(64);
    estimate.add(new StepLengthProbe(-511, -510, -510, 1, 1), 1, KEEP, KEEP);
    assertThat(new RateSearch().up(estimate, 1, FAR, 512)).isLessThan(512);
  }

  /** t(2) = 3.77 suffices for a factor of 2, t(3) = 3.3 and t(4) = 2.8 do not for more. */
  @Test
  void aFarRiseNeedsMoreEvidenceThanANearOne() {
    assertThat(new RateSearch().up(estimate(10, 3, 3.3), 1, FAR, NOT_TOLD)).isEqualTo(2);
    assertThat(new RateSearch().up(estimate(10, 3, 4.5), 1, FAR, NOT_TOLD)).isEqualTo(3);
  }

  @Test
  void laterARiseNeedsMoreEvidence() {
    StepLengthEstimate weak = estimate(2, 1, 2.7);
    assertThat(new RateSearch().allows(weak, 1)).isTrue();
    assertThat(settled().allows(weak, 1)).isFalse();
    assertThat(settled().allows(estimate(2, 1, 3.2), 1)).isTrue();
    assertThat(new RateSearch().allows(estimate(2, 1, 2.1), 1)).isFalse();
  }

  /** The last two probes must speak for it, whatever the average says. */
  @Test
  void chanceThatIsBeingForgottenRaisesNothing() {
    StepLengthEstimate estimate = estimate(10, 0.5);
    assertThat(new RateSearch().allows(estimate, 1)).isTrue();
    estimate.add(new StepLengthProbe(-0.9, 0.1, 0.1, 1, 1), 1, KEEP, KEEP);
    assertThat(new RateSearch().allows(estimate, 1)).isFalse();
    estimate.add(new StepLengthProbe(-10, -9, -9, 1, 1), 1, KEEP, KEEP);
    assertThat(new RateSearch().allows(estimate, 1)).as("one of two").isFalse();
  }

  @Test
  void nearRisesRestWhileSearchingAndFarOnesDoNot() {
    RateSearch search = new RateSearch();
    search.observed();
    search.raised();
    for (int probe = 0; probe < 2; probe++) {
      search.observed();
      assertThat(search.up(estimate(2.5, 1e-3), 1, FAR, NOT_TOLD)).isEqualTo(1);
      assertThat(search.up(estimate(10, 1e-3), 1, FAR, NOT_TOLD)).isEqualTo(8);
    }
    search.observed();
    assertThat(search.up(estimate(2.5, 1e-3), 1, FAR, NOT_TOLD)).isEqualTo(2);
  }

  @Test
  void laterRisesAreSlowAndRestForEightSteps() {
    RateSearch search = settled();
    assertThat(search.up(estimate(1000, 1e-3), 1, FAR, NOT_TOLD)).isEqualTo(1.3);
    search.raised();
    for (int step = 1; step < 8; step++) {
      search.observed();
      assertThat(search.up(estimate(1000, 1e-3), 1, FAR, NOT_TOLD)).isEqualTo(1);
    }
    search.observed();
    assertThat(search.up(estimate(1000, 1e-3), 1, FAR, NOT_TOLD)).isEqualTo(1.3);
  }

  @Test
  void fiveProbesInARowThatRaiseNothingEndTheSearchForGood() {
    RateSearch search = new RateSearch();
    for (int i = 0; i < 4; i++) {
      search.stayed();
    }
    search.raised();
    for (int i = 0; i < 5; i++) {
      assertThat(search.isOn()).isTrue();
      assertThat(search.keep()).isEqualTo(0.7);
      search.stayed();
    }
    assertThat(search.isOn()).isFalse();
    assertThat(search.keep()).isEqualTo(0.9);
    search.raised();
    assertThat(search.isOn()).isFalse();
  }

  /** 39 slopes count after a move, 199 in the end: half of those since. */
  @Test
  void slopesAreRememberedTheLongerTheRateStays() {
    RateSearch search = settled();
    assertThat(search.keepOfSlopes()).isEqualTo(0.95);
    observe(search, 40);
    assertThat(search.keepOfSlopes()).isEqualTo(0.95);
    observe(search, 40);
    assertThat(search.keepOfSlopes()).isEqualTo(1 - 2.0 / 80);
    observe(search, 1000);
    assertThat(search.keepOfSlopes()).isEqualTo(0.99);
    search.raised();
    assertThat(search.keepOfSlopes()).as("after a rise").isEqualTo(0.95);
    observe(search, 1000);
    search.end();
    assertThat(search.keepOfSlopes()).as("after a fall").isEqualTo(0.95);
  }

  private static void observe(RateSearch search, int steps) {
    for (int i = 0; i < steps; i++) {
      search.observed();
    }
  }

  /** A fast fall leaves as much room beyond its end: 2 where the best is below a quarter. */
  @Test
  void aFastFallNeedsRoom() {
    assertThat(RateSearch.down(estimate(0.3, 1e-3), 1, 1.3)).isEqualTo(1.3);
    assertThat(RateSearch.down(estimate(0.2, 1e-3), 1, 1.3)).isEqualTo(2);
    assertThat(RateSearch.down(estimate(0.2, 1e-3), 2, 1.3)).isEqualTo(4);
    assertThat(RateSearch.down(estimate(0.01, 1e-3), 1, 1.3)).isEqualTo(8);
  }
}
