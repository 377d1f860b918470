package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.planted.Mutants;
import io.github.gns4j.planted.PlantedDefect;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Plants defects in the source of the policies: each must be noticed by {@link RealPolicyChecks}.
 * Where {@link PolicyMutationTest} has wrong rules beside the right ones, this has the right ones
 * with a line changed.
 */
class PlantedPolicyDefectsTest {
  private static final Mutants POLICIES =
      new Mutants(List.of("io.github.gns4j.policy"), "io.github.gns4j.policy.RealPolicyChecks");

  private static final List<PlantedDefect> DEFECTS =
      List.of(
          defect(
              "RateRules",
              "gain upside down",
              "(1 + noiseScale / baseBatch) / (1 + noiseScale / batch)",
              "(1 + noiseScale / batch) / (1 + noiseScale / baseBatch)"),
          defect(
              "RateRules",
              "largest gain of the interval",
              "in.batch() >= in.baseBatch() ? low(in.noise()) : high(in.noise())",
              "in.batch() < in.baseBatch() ? low(in.noise()) : high(in.noise())"),
          defect(
              "RateRules",
              "root for SGD",
              "squareRoot ? Math.sqrt(gain) : gain",
              "Math.sqrt(gain)"),
          defect(
              "BatchRules",
              "theta for its square",
              "new Critical(1 / (theta * theta)",
              "new Critical(1 / theta"),
          defect("BatchRules", "farther end of the interval", "grows ? low :", "grows ? high :"),
          defect(
              "BatchRules",
              "no root in the time-optimal batch",
              "Math.sqrt(noise * (time.perStep() + time.alpha()) / time.beta())",
              "noise * (time.perStep() + time.alpha()) / time.beta()"),
          defect(
              "BatchRules", "trade-off without its steps", "(1 + x) * (1 + 1 / x)", "(1 + 1 / x)"),
          defect(
              "Cabs",
              "loss above 0, not above its floor",
              "orElse(Double.NaN) - lossFloor",
              "orElse(Double.NaN)"),
          defect("Cabs", "rate forgotten", "in.learningRate() * trace(", "trace("),
          defect("TimedCabs", "momentum forgotten", "/ (1 - momentum)", "/ 1"),
          defect("TimedCabs", "root of ratio, not of four", "4 * ratio / noisy", "ratio / noisy"),
          defect("TimedCabs", "wrong half", "noisy / 2 * (1 +", "noisy * (1 +"),
          defect(
              "TimedCabs",
              "steps that cost nothing",
              "+ fixed * Math.log(batch / (batch - noisy))",
              ""),
          defect(
              "InnerProductRule",
              "noise along the signal counted across it",
              "(n - v) / (nu * nu)",
              "n / (nu * nu)"),
          defect("InnerProductRule", "nu for its square", "/ (nu * nu)", "/ nu"),
          defect("InnerProductRule", "theta for its square", "v / (theta * theta)", "v / theta"),
          defect(
              "InnerProductRule",
              "the smaller of two conditions",
              "return Math.max(v",
              "return Math.min(v"),
          defect(
              "InnerProductRule",
              "least size at the least noise along",
              "Math.clamp(same, vLow, vHigh)",
              "vLow"),
          defect(
              "BatchSteps",
              "rounds past the aim",
              "Math.floor(samples / microBatch) * microBatch",
              "Math.ceil(samples / microBatch) * microBatch"),
          defect("BatchSteps", "no limit of growth", "batch * growth", "batch * growth * growth"),
          defect(
              "LearningRateController",
              "clock counts steps",
              "clock += gain.clockAdvance()",
              "clock += 1"),
          defect(
              "LearningRateController",
              "rate jumps",
              "lastFactor * RISE_PER_STEP",
              "lastFactor * 1e9"),
          defect(
              "LearningRateController",
              "clock ahead of a limited rate",
              "wanted.clockAdvance() * most / wanted.factor()",
              "wanted.clockAdvance()"),
          defect("BatchDwell", "no dwell", "return dwelt < shortest(batch);", "return false;"),
          defect(
              "BatchDwell", "growth without dwell", "return dwelt < longest();", "return false;"),
          defect("BatchDwell", "a fall waits as a growth does", "!inWork || rest > 0", "true"),
          defect("BatchDwell", "work alone", "Math.ceilDiv(steps, PART), steps", "1, steps"),
          defect("BatchDwell", "rest forgotten", "rest = REST * steps", "rest = 0 * steps"),
          defect(
              "BatchController",
              "changes without gain",
              "if (gain < policy.threshold()) {",
              "if (gain < 0) {"));

  private static PlantedDefect defect(
      String file, String name, String original, String replacement) {
    return new PlantedDefect(
        name, "io/github/gns4j/policy/" + file + ".java", original, replacement);
  }

  @Test
  void thePoliciesAsTheyArePass() {
    POLICIES.checkUnchanged();
  }

  @TestFactory
  Stream<DynamicTest> defects() {
    return DEFECTS.stream()
        .map(
            defect ->
                DynamicTest.dynamicTest(
                    defect.source() + ": " + defect.name(),
                    () -> assertThat(POLICIES.check(defect)).as(defect.name()).isPresent()));
  }
}
