package io.github.gns4j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** Runs an example and reads what it prints. */
public final class Run {
  private Run() {}

  /** Returns the lines that {@code command} prints; it must end well. */
  public static List<String> lines(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    CommandLine line = new CommandLine(command).setOut(new PrintWriter(out, true));
    assertThat(line.execute(arguments)).isZero();
    return out.toString().lines().toList();
  }

  /** Returns the percentage in the last line. */
  public static double accuracy(List<String> lines) {
    assertThat(lines.getLast()).startsWith("test accuracy");
    return Double.parseDouble(lines.getLast().replaceAll("[^0-9.]", ""));
  }
}
