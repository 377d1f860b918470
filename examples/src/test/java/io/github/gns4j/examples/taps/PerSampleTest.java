package io.github.gns4j.examples.taps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Taps cover both networks, and the noise is told from single samples. */
class PerSampleTest {
  @ParameterizedTest
  @CsvSource({"DENSE,60", "LENET,20"})
  void noiseIsOfSingleSamples(String model, String steps) {
    StringWriter out = new StringWriter();
    CommandLine command = new CommandLine(new PerSample()).setOut(new PrintWriter(out, true));
    assertThat(command.execute("--model", model, "--steps", steps)).isZero();
    List<String> lines = out.toString().lines().toList();
    assertThat(lines).hasSize(17);
    assertThat(lines.getFirst()).startsWith("100.0% of the parameters");
    assertThat(lines.get(10)).contains("step   " + steps).contains("per sample)");
    assertThat(lines.subList(12, 17)).allMatch(line -> line.matches("  image .*, a \\d, .*"));
  }
}
