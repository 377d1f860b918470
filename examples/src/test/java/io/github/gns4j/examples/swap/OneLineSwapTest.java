package io.github.gns4j.examples.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The swapped updater trains under DL4J's own fit and tells the noise. */
class OneLineSwapTest {
  @Test
  void networkLearnsAndTheNoiseIsMeasured() {
    StringWriter out = new StringWriter();
    CommandLine command = new CommandLine(new OneLineSwap()).setOut(new PrintWriter(out, true));
    assertThat(command.execute("--steps", "300")).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(21);
    assertThat(lines.get(19)).startsWith("step  300").contains("noise scale");
    String accuracy = lines.getLast().replaceAll("[^0-9.]", "");
    assertThat(Double.parseDouble(accuracy)).isGreaterThan(80);
  }
}
