package io.github.gns4j.examples.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The loop of one's own runs and shows what it promises. */
class CustomLoopTest {
  @Test
  void lossFallsAndTheBatchFollowsTheNoise() {
    StringWriter out = new StringWriter();
    CommandLine command = new CommandLine(new CustomLoop()).setOut(new PrintWriter(out, true));
    assertThat(command.execute("--steps", "600")).isZero();
    List<String[]> rows =
        out.toString().lines().skip(1).map(line -> line.strip().split(" +", -1)).toList();
    assertThat(rows).hasSize(20);
    String[] last = rows.getLast();
    assertThat(Double.parseDouble(last[1]))
        .isLessThan(0.1 * Double.parseDouble(rows.getFirst()[1]));
    assertThat(Integer.parseInt(last[2])).isGreaterThan(100);
  }

  /** {@code tr Σ = Σ 1/i}, {@code |G|² = Σ 1/i²} and {@code L = ½ Σ 1/i} at the start. */
  @Test
  void problemIsTheOneOfThePaper() {
    NoisyQuadratic problem = new NoisyQuadratic(3, 1);
    assertThat(problem.traceSigma()).isCloseTo(11.0 / 6, within(1e-12));
    assertThat(problem.signalSquared()).isCloseTo(49.0 / 36, within(1e-12));
    assertThat(problem.loss()).isCloseTo(11.0 / 12, within(1e-12));
  }

  /**
   * The mean over 10,000 gradients of 4 samples deviates from {@code hx} by {@code sqrt(h/4e4)},
   * and the mean square by {@code sqrt(2/1e4)} of {@code h/4}; six deviations are exceeded by one
   * seed in 5e8.
   */
  @Test
  void gradientHasTheMeanAndVarianceOfItsSamples() {
    NoisyQuadratic problem = new NoisyQuadratic(2, 5);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 10_000; i++) {
      double noise = problem.gradient(4).get(1) - 0.5;
      sum += noise;
      squares += noise * noise;
    }
    assertThat(sum / 1e4).isCloseTo(0, within(6 * Math.sqrt(0.5 / 4e4)));
    assertThat(squares / 1e4).isCloseTo(0.125, within(6 * 0.125 * Math.sqrt(2e-4)));
  }
}
