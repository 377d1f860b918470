package io.github.gns4j.examples.nd4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.examples.Run;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loop over ND4J arrays learns. */
class LogisticRegressionTest {
  @Test
  void regressionLearnsAndTheNoiseIsMeasured() {
    List<String> lines = Run.lines(new LogisticRegression(), "--steps", "150");
    assertThat(lines).hasSize(16);
    assertThat(lines.get(14)).startsWith("step  150").contains(" in [");
    assertThat(Run.accuracy(lines)).isGreaterThan(70);
  }
}
