package io.github.gns4j.examples.jcuda;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.kernels.cuda.Emulator;
import io.github.gns4j.kernels.cuda.PtxBuild;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The JCuda loop on the emulated GPU of the tests. */
class JCudaLoopTest {
  private static final String[] SMALL = {
    "--steps", "100", "--samples", "4000", "--parameters", "40", "--max-batch", "64"
  };

  private final StringWriter out = new StringWriter();
  private Emulator emulator;
  private long known;

  @BeforeEach
  void start() {
    emulator = Emulator.get();
    emulator.add(Path.of("src/test/native/regression.cpp"), Path.of("src/main/cuda"));
    known = emulator.alive();
  }

  /** Without a compiler there is no emulator, and the test was skipped. */
  @AfterEach
  void nothingIsLeftBehind() {
    if (emulator == null) {
      return;
    }
    assertThat(emulator.takeError()).isEmpty();
    assertThat(emulator.alive()).isEqualTo(known);
  }

  private int run(String... arguments) {
    PrintWriter writer = new PrintWriter(out, true);
    return new CommandLine(new JCudaLoop()).setOut(writer).setErr(writer).execute(arguments);
  }

  /**
   * With momentum 0.9 a step at rate 0.001 acts as one at 0.01, which leaves (1 − 0.01)² of the
   * squared error: 0.16 after the 90 steps between.
   */
  @Test
  void findsTheModelAndTheBatchFollowsTheNoise() {
    assertThat(run(SMALL)).as(out.toString()).isZero();
    List<String[]> rows =
        out.toString().lines().skip(1).map(line -> line.strip().split(" +", -1)).toList();
    assertThat(rows).hasSize(10);
    double first = Double.parseDouble(rows.getFirst()[2]);
    double last = Double.parseDouble(rows.getLast()[2]);
    assertThat(last).isLessThan(0.2 * first);
    assertThat(Integer.parseInt(rows.getLast()[3]))
        .isGreaterThan(Integer.parseInt(rows.getFirst()[3]));
    assertThat(rows.getLast()).as("scale and interval").hasSize(7);
  }

  /**
   * At rate 0.01 the 500 parameters of the defaults diverge: η·(1 + 501/16)/(1 − 0.9) is above 2.
   */
  @Test
  void defaultsConverge() {
    assertThat(run("--steps", "60", "--samples", "2000")).as(out.toString()).isZero();
    double[] errors =
        out.toString()
            .lines()
            .skip(1)
            .mapToDouble(line -> Double.parseDouble(line.strip().split(" +", -1)[2]))
            .toArray();
    assertThat(errors[errors.length - 1]).isLessThan(0.5 * errors[0]);
  }

  @Test
  void sameSeedSameNumbers() {
    assertThat(run(SMALL)).isZero();
    String first = out.toString();
    out.getBuffer().setLength(0);
    emulator.order(Emulator.Order.RANDOM);
    assertThat(run(SMALL)).isZero();
    assertThat(out.toString()).isEqualTo(first);
  }

  @Test
  void aDeviceThatIsNotThereIsNamed() {
    assertThat(run("--device", "7")).isOne();
    assertThat(out.toString()).contains("there is no CUDA device 7, the last is 1");
  }

  @Test
  void ptxIsMadeFromTheSource() throws IOException {
    try (InputStream stream = Regression.class.getResourceAsStream("regression.ptx")) {
      String ptx = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(ptx.lines().findFirst())
          .as("run mvn -Pptx -pl examples generate-resources after a change of the source")
          .contains(PtxBuild.header(Path.of("").toAbsolutePath()));
      assertThat(ptx).contains("\n.version 8.0\n");
    }
  }
}
