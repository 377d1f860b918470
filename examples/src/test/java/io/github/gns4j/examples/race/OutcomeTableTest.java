package io.github.gns4j.examples.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.examples.race.Outcome.Effort;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The table tells what happened, also when the adaptive run loses. */
class OutcomeTableTest {
  private static final Outcome FIRST =
      new Outcome(
          "DL4J Adam",
          Optional.of(new Effort(4, 1234, 39_488)),
          new Effort(30, 10_000, 320_000),
          0.9712);

  @Test
  void winAndLossAreToldAlike() {
    assertThat(text(second(2))).contains("noise-aware adam took 0.50 of the time of DL4J Adam");
    assertThat(text(second(6))).contains("noise-aware adam took 1.50 of the time of DL4J Adam");
  }

  @Test
  void targetThatIsMissedShowsNoNumberAndNoComparison() {
    Outcome missed = new Outcome("noise-aware adam", Optional.empty(), new Effort(30, 5, 160), 0.5);
    assertThat(text(missed))
        .containsPattern("noise-aware adam +- +- +- +30.00 +5 +160 +50.0%\\R")
        .doesNotContain("of the time");
  }

  @Test
  void rowsHoldAllNumbers() {
    assertThat(text(second(2)))
        .contains("to 95.0%")
        .containsPattern("DL4J Adam +4.00 +1,234 +39,488 +30.00 +10,000 +320,000 +97.1%\\R");
  }

  @Test
  void nothingButNothingCanBeShownOfNoRuns() {
    assertThat(OutcomeTable.text(List.of(), 0.95).lines()).hasSize(2);
    assertThat(OutcomeTable.csv(List.of()).lines()).hasSize(1);
  }

  @Test
  void csvLeavesEmptyWhatWasNotReached() {
    Outcome missed = new Outcome("x", Optional.empty(), new Effort(30, 5, 160), 0.5);
    assertThat(OutcomeTable.csv(List.of(FIRST, missed)).lines())
        .contains("DL4J Adam,4.000,1234,39488,30.000,10000,320000,0.9712")
        .contains("x,,,,30.000,5,160,0.5000");
  }

  private static String text(Outcome second) {
    return OutcomeTable.text(List.of(FIRST, second), 0.95);
  }

  private static Outcome second(double seconds) {
    return new Outcome(
        "noise-aware adam",
        Optional.of(new Effort(seconds, 100, 3_200)),
        new Effort(30, 5_000, 160_000),
        0.97);
  }
}
