package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ProbePolicyTest {
  @Test
  void eachSettingChangesNothingElse() {
    ProbePolicy usual = ProbePolicy.defaults();
    assertThat(usual.raisingAbove(1.5).loweringBelow(0.6).spacing(100).upTo(0.2))
        .isEqualTo(new ProbePolicy(1.5, 0.6, 100, 0.2))
        .isEqualTo(usual.upTo(0.2).spacing(100).loweringBelow(0.6).raisingAbove(1.5));
  }

  @Test
  void badSettingsAreNamed() {
    ProbePolicy usual = ProbePolicy.defaults();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> usual.raisingAbove(0.7))
        .withMessageContaining("raiseAbove is 0.7")
        .withMessageContaining("0.75");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> usual.loweringBelow(0))
        .withMessageContaining("lowerBelow is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> usual.spacing(49))
        .withMessageContaining("longestSpacing is 49")
        .withMessageContaining("50");
    for (double rate : new double[] {0, -1, Double.NaN}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> usual.upTo(rate))
          .withMessage("largestRate is " + rate + ", allowed: above 0, infinity included");
    }
  }
}
