package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The scale that slopes are divided by. */
class SlopeScaleTest {
  @Test
  void isThatOfTheStepsBefore() {
    SlopeScale scale = new SlopeScale();
    assertThat(scale.or(7)).isEqualTo(7);
    assertThat(scale.next(2)).isEqualTo(2);
    assertThat(scale.next(3)).isEqualTo(2);
    assertThat(scale.next(1)).isCloseTo((0.7 * 2 + 3) / 1.7, within(1e-12));
    assertThat(scale.or(7)).isCloseTo((0.49 * 2 + 0.7 * 3 + 1) / 2.19, within(1e-12));
  }

  /** What is beyond thrice the average counts as that, and is divided by a third of its own. */
  @Test
  void anOutlierStaysBounded() {
    SlopeScale scale = new SlopeScale();
    scale.next(1);
    assertThat(scale.next(3e6)).isEqualTo(1e6);
    assertThat(scale.or(0)).isCloseTo((0.7 + 3) / 1.7, within(1e-12));
  }

  @Test
  void followsWithinAFewSteps() {
    SlopeScale scale = new SlopeScale();
    scale.next(1);
    for (int i = 0; i < 8; i++) {
      scale.next(0.01);
    }
    assertThat(scale.or(0)).isLessThan(0.04);
  }

  @Test
  void stateGoesOnAndIsForgotten() throws IOException {
    SlopeScale scale = new SlopeScale();
    scale.next(2);
    scale.next(3);
    SlopeScale other = new SlopeScale();
    Saved.copy(scale, other);
    assertThat(other.next(1)).isEqualTo(scale.next(1));
    scale.clear();
    assertThat(scale.next(5)).isEqualTo(5);
  }
}
