package io.github.gns4j.examples.samediff;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.examples.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The updater trains a SameDiff graph and measures the noise of all its variables. */
class SameDiffDigitsTest {
  @Test
  void graphLearnsAndTheNoiseIsMeasured() {
    List<String> lines = Run.lines(new SameDiffDigits(), "--steps", "300");
    assertThat(lines).hasSize(16);
    assertThat(lines.get(14)).startsWith("step  300").contains("noise scale");
    assertThat(Run.accuracy(lines)).isGreaterThan(75);
  }
}
