package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentGainTest {
  @Test
  void theLargestOfTheLastStepsCounts() {
    RecentGain recent = new RecentGain();
    assertThat(recent.largest()).isZero();
    recent.add(3);
    for (int step = 0; step < 10; step++) {
      recent.add(1);
      assertThat(recent.largest()).isEqualTo(3);
    }
    recent.add(1);
    assertThat(recent.largest()).isEqualTo(1);
    recent.add(2);
    assertThat(recent.largest()).isEqualTo(2);
  }

  @Test
  void aGainThatComesAgainIsRememberedAnew() {
    RecentGain recent = new RecentGain();
    recent.add(2);
    recent.add(1);
    recent.add(2);
    for (int step = 0; step < 10; step++) {
      recent.add(1);
    }
    assertThat(recent.largest()).isEqualTo(2);
  }
}
