package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.noise.NoiseEstimate.NotReady;
import io.github.gns4j.noise.NoiseEstimate.Resolved;
import io.github.gns4j.noise.NoiseEstimate.Unresolved;
import io.github.gns4j.policy.BatchProposal.Hold;
import io.github.gns4j.policy.BatchProposal.Target;
import java.util.Optional;
import java.util.OptionalDouble;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/**
 * {@code GᵀΣG = 72}, {@code |G|² = 3}: {@code V = GᵀΣG/|G|⁴ = 8}, and 32 samples at {@code θ =
 * 1/2}.
 */
class InnerProductRuleTest {
  private static final NoiseEstimate NONE = new NotReady("not looked at");
  private static final NoiseEstimate ALONG = along(24, 24);

  /** {@code GᵀΣG = 72} at an interval of {@code GᵀΣG/|G|²}; {@code V = n²/72}. */
  private static NoiseEstimate along(double low, double high) {
    return new Resolved(72, 3, 24, low, high, 100, EstimateKind.TEMPORAL);
  }

  private static BatchInput input(NoiseEstimate along, NoiseEstimate euclidean, int batch) {
    return new BatchInput(
        NONE, batch, 0.1, OptionalDouble.empty(), Optional.empty(), 1 << 20, along, euclidean);
  }

  private static Target target(BatchRule rule, BatchInput in) {
    assertThat(rule.propose(in)).isInstanceOf(Target.class);
    return (Target) rule.propose(in);
  }

  @Test
  void followsTheNoiseAlongTheSignal() {
    BatchRule rule = BatchRule.innerProductTest(0.5);
    assertThat(target(rule, input(ALONG, NONE, 8)).samples()).isCloseTo(32, within(1e-12));
    assertThat(target(rule, input(ALONG, NONE, 8)).predictedGain()).isGreaterThan(1);
    assertThat(target(rule, input(ALONG, NONE, 100)).samples()).isCloseTo(32, within(1e-12));
    assertThat(target(rule, input(along(12, 48), NONE, 4)).samples()).isCloseTo(8, within(1e-12));
    assertThat(rule.propose(input(along(12, 48), NONE, 50))).isInstanceOf(Hold.class);
    assertThat(rule.propose(input(NONE, Estimates.exactly(50), 8))).isInstanceOf(Hold.class);
  }

  /** At {@code ν = 2}: {@code (N − 8)/4}, 98 for N = 400, and 2 for N = 16, below the 32 of V. */
  @Test
  void theLargerOfTheTwoConditionsCounts() {
    BatchRule rule = BatchRule.innerProductTest(0.5, 2);
    assertThat(target(rule, input(ALONG, Estimates.exactly(400), 8)).samples()).isEqualTo(98);
    assertThat(target(rule, input(ALONG, Estimates.exactly(400), 999)).samples()).isEqualTo(98);
    assertThat(target(rule, input(ALONG, Estimates.exactly(16), 8)).samples()).isEqualTo(32);
    assertThat(target(rule, input(ALONG, Estimates.exactly(400), 8)).reason())
        .contains("theta 0.5 and nu 2", "98 to 98", "noise scale 24", "noise scale 400");
  }

  /** The authors' values: 5/0.81 = 6.17 and 9995/34.1 = 293.06 for V = 5 and N = 10,000. */
  @Test
  void defaultsAreThoseOfTheAuthors() {
    Resolved along = new Resolved(45, 3, 15, 15, 15, 100, EstimateKind.TEMPORAL);
    assertThat(
            target(BatchRule.innerProductTest(), input(along, Estimates.exactly(1e4), 8)).samples())
        .isCloseTo(9995 / (5.84 * 5.84), within(1e-9));
    assertThat(
            target(BatchRule.innerProductTest(), input(along, Estimates.exactly(6), 1)).samples())
        .isCloseTo(5 / 0.81, within(1e-9));
  }

  /** The ends are the least and the largest size over all that the two intervals allow. */
  @Property(seed = "1", tries = 300)
  void endsAreThoseOverBothIntervals(
      @ForAll @DoubleRange(min = 1, max = 100) double vLow,
      @ForAll @DoubleRange(min = 1, max = 20) double vWide,
      @ForAll @DoubleRange(min = 1, max = 1e4) double nLow,
      @ForAll @DoubleRange(min = 1, max = 20) double nWide) {
    BatchRule rule = BatchRule.innerProductTest(0.5, 2);
    NoiseEstimate along = along(Math.sqrt(72 * vLow), Math.sqrt(72 * vLow * vWide));
    NoiseEstimate all = Estimates.between(nLow, nLow, nLow * nWide);
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    for (int i = 0; i <= 1000; i++) {
      double v = vLow * (1 + (vWide - 1) * i / 1000.0);
      least = Math.min(least, Math.max(4 * v, (nLow - v) / 4));
      most = Math.max(most, Math.max(4 * v, (nLow * nWide - v) / 4));
    }
    double step = 4 * vLow * (vWide - 1) / 1000;
    double low = rule.propose(input(along, all, 1)) instanceof Target up ? up.samples() : 1;
    assertThat(low).isCloseTo(Math.max(1, least), within(step + 1e-9 * least));
    assertThat(low).isGreaterThanOrEqualTo(nLow / 4.25 * (1 - 1e-12));
    assertThat(target(rule, input(along, all, 1 << 30)).samples())
        .isCloseTo(most, within(step + 1e-9 * most));
  }

  @Test
  void whatHasNoUpperEndSupportsGrowthOnly() {
    BatchRule rule = BatchRule.innerProductTest(0.5, 2);
    NoiseEstimate open = new Unresolved(72, 0.1, 12, 10, EstimateKind.TEMPORAL);
    NoiseEstimate large = Estimates.atLeast(1000);
    assertThat(target(rule, input(open, large, 8)).samples())
        .as("where both call for the same: 1000/(1/4 + 4)")
        .isCloseTo(1000 / 4.25, within(1e-9));
    assertThat(target(rule, input(ALONG, large, 8)).samples()).isEqualTo(992 / 4.0);
    for (NoiseEstimate along : new NoiseEstimate[] {ALONG, open}) {
      assertThat(rule.propose(input(along, large, 1 << 20))).isInstanceOf(Hold.class);
    }
    assertThat(rule.propose(input(open, Estimates.exactly(400), 1 << 20))).isInstanceOf(Hold.class);
    assertThat(rule.propose(input(ALONG, NONE, 8)).reason())
        .contains("holds: in all directions", "not looked at");
  }

  @Test
  void impossibleValuesAreNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchRule.innerProductTest(0))
        .withMessageContaining("theta is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchRule.innerProductTest(0.9, 0))
        .withMessageContaining("nu is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BatchRule.innerProductTest(0.9, Double.POSITIVE_INFINITY))
        .withMessageContaining("nu is Infinity");
  }
}
