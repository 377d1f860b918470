package io.github.gns4j.examples.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.noise.EstimateKind;
import io.github.gns4j.noise.NoiseEstimate;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** What stands on the line. */
class ProgressBarTest {
  private final StringWriter written = new StringWriter();

  @Test
  void terminalLineIsRewrittenInItsWidth() {
    ProgressBar bar = new ProgressBar(new PrintWriter(written), true, 100);
    bar.show(progress(0.25, resolved()), 0);
    bar.show(progress(0.5, new NoiseEstimate.NotReady("soon")), 1);
    bar.end();
    String[] lines = written.toString().split("[\r\n]+", -1);
    assertThat(lines[1])
        .hasSize(99)
        .startsWith("adam [")
        .contains(" 25% loss 0.123 noise 812 [600-1100] batch 512 rate 2.1e-03 24,310/s acc 95.1%");
    assertThat(lines[2]).hasSize(99).contains(" 50% loss 0.123 batch 512").endsWith(" ");
    assertThat(lines[1].chars().filter(c -> c == '=').count()).isPositive();
    assertThat(written.toString()).endsWith(System.lineSeparator());
  }

  @Test
  void narrowTerminalCutsTheLine() {
    ProgressBar bar = new ProgressBar(new PrintWriter(written), true, 40);
    bar.show(progress(0.25, resolved()), 0);
    assertThat(written.toString()).hasSize(1 + 39);
  }

  @Test
  void elsewhereLinesArePlainAndRare() {
    ProgressBar bar = new ProgressBar(new PrintWriter(written), false, 80);
    assertThat(bar.isDue(5)).isTrue();
    bar.show(progress(1, resolved()), 5);
    assertThat(bar.isDue(5 + 1_900_000_000L)).isFalse();
    assertThat(bar.isDue(5 + 2_000_000_000L)).isTrue();
    bar.end();
    assertThat(written.toString())
        .doesNotContain("\r\r")
        .startsWith("adam [====")
        .endsWith(System.lineSeparator());
  }

  @Test
  void estimatesThatAreNoNumberAreWords() {
    assertThat(shown(new NoiseEstimate.Unresolved(1, -1, 619.4, 9, EstimateKind.TEMPORAL)))
        .contains(" noise > 619 batch");
    assertThat(shown(new NoiseEstimate.NonFinite(3, 1))).contains(" noise skipped batch");
  }

  private String shown(NoiseEstimate noise) {
    ProgressBar bar = new ProgressBar(new PrintWriter(written), false, 80);
    bar.show(progress(0.5, noise), 0);
    return written.toString();
  }

  private static NoiseEstimate resolved() {
    return new NoiseEstimate.Resolved(1, 1, 812, 600, 1100, 30, EstimateKind.MICRO_BATCH);
  }

  private static Progress progress(double used, NoiseEstimate noise) {
    return new Progress(
        "adam",
        used,
        OptionalDouble.of(0.1234),
        noise,
        512,
        OptionalDouble.of(2.1e-3),
        24_310,
        0.951);
  }
}
