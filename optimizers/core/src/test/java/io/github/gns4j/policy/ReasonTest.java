package io.github.gns4j.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReasonTest {
  @Test
  void wordsAreMadeWhenTheyAreRead() {
    AtomicInteger asked = new AtomicInteger();
    Reason reason = Reason.of(() -> "batch " + asked.incrementAndGet());
    BatchDecision decision = BatchDecision.hold(64, BatchLimit.RULE, reason);
    assertThat(asked).hasValue(0);
    assertThat(decision.reason()).isEqualTo("batch 64 stays (the rule holds): batch 1");
  }

  @Test
  void equalWordsAreEqualReasons() {
    Reason made = Reason.of(() -> "gain " + 1);
    assertThat(made).isEqualTo(Reason.of("gain 1")).hasSameHashCodeAs(Reason.of("gain 1"));
    assertThat(made).isNotEqualTo(Reason.of("gain 2")).hasToString("gain 1");
  }

  @Test
  void noReasonIsRefused() {
    assertThatNullPointerException()
        .isThrownBy(() -> Reason.of((String) null))
        .withMessage("reason");
    assertThatNullPointerException()
        .isThrownBy(() -> Reason.of((Supplier<String>) null))
        .withMessage("reason");
  }
}
