package io.github.gns4j.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packed program as it starts on another machine: without a GPU, and on the emulated one. */
class PackTest {
  private static final String STRIDE = "60";

  @TempDir private static Path directory;

  private static Pack pack;

  @TempDir private Path own;

  @BeforeAll
  static void packOnce() throws IOException {
    pack = new Pack(directory.resolve("pack"));
    pack.program();
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(own.resolve("out.json").toFile());
  }

  private String output() {
    return own.resolve("out.json").toString();
  }

  @Test
  void isSmallAndCarriesWhatItNeeds() throws IOException {
    assertThat(pack.size()).isLessThan(Pack.LIMIT);
    assertThat(directory.resolve("pack/runtime/bin/java")).isExecutable();
    assertThatThrownBy(() -> new Pack(directory.resolve("pack")).program())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not empty");
  }

  @Test
  void withoutGpuItSaysSo() throws IOException {
    ProcessBuilder builder = new ProcessBuilder();
    // whatever driver the machine has, this one cannot be opened
    Files.createFile(own.resolve("libcuda.so.1"));
    builder.environment().put("LD_LIBRARY_PATH", own.toString());
    Pack.Run run = pack.start(builder, "--output", output());
    assertThat(run.status()).as(run.output()).isEqualTo(2);
    assertThat(run.output()).contains("no GPU that can be used: there is no CUDA driver");
    assertThat(report().get("unavailable").textValue()).contains("libcuda.so.1");
  }

  @Test
  void badArgumentsAreRefused() throws IOException {
    Pack.Run run = pack.start(new ProcessBuilder(), "--stride", "0", "--output", output());
    assertThat(run.status()).isNotZero();
    assertThat(run.output()).contains("--stride is 0, allowed: at least 1");
    assertThat(own.resolve("out.json")).doesNotExist();
  }

  /** Everything that runs on a GPU, on small arrays, with stand-ins for the other programs. */
  @Test
  void runsOnTheEmulatedGpu() throws IOException {
    script("compute-sanitizer", "[ \"$1\" = --version ] || { shift 4; exec \"$@\"; }");
    script("python3", "echo '{\"torch\": \"2\", \"fusedAdamW\": [{\"elements\": 5000}]}'");
    ProcessBuilder builder = new ProcessBuilder();
    builder.environment().compute("PATH", (_, path) -> own + ":" + path);
    pack.fingerprints(Integer.parseInt(STRIDE));
    Pack.Run run =
        pack.run(
            builder,
            List.of(
                    "--output",
                    output(),
                    "--stride",
                    STRIDE,
                    "--sanitizer-stride",
                    "1000",
                    "--repeats",
                    "3",
                    "--sizes",
                    "5e3,5e10")
                .toArray(String[]::new));
    assertThat(run.status()).as(run.output()).isZero();
    JsonNode report = report();
    assertThat(report.at("/passed").booleanValue()).isTrue();
    assertThat(report.at("/machine/device").textValue()).startsWith("emulated device");
    assertThat(report.at("/symbols/imported").intValue()).isEqualTo(312);
    assertThat(report.at("/contracts/adamStep/cases").intValue()).isPositive();
    assertThat(report.at("/bits/compared").intValue()).isGreaterThan(50);
    assertThat(report.at("/sanitizer/racecheck/status").intValue()).isZero();
    assertThat(report.at("/torch/torch").textValue()).isEqualTo("2");
    checkTimings(report.at("/timings/rows"));
  }

  /** The emulated clock says 1 ms for everything; what does not fit into memory is passed over. */
  private static void checkTimings(JsonNode rows) {
    int kernels = 1 + TimedPass.values().length + TimedStep.values().length;
    assertThat(rows.size()).isEqualTo(2 * kernels);
    for (int i = 0; i < kernels; i++) {
      JsonNode row = rows.get(i);
      assertThat(row.get("medianMs").doubleValue()).as(row.toString()).isEqualTo(1);
      assertThat(row.get("GBps").doubleValue()).isEqualTo(row.get("bytes").longValue() / 1e6);
      assertThat(rows.get(kernels + i).get("skipped").textValue()).contains("OUT_OF_MEMORY");
    }
    assertThat(rows.findValuesAsText("ofPlain")).containsExactly("1.0", "1.0");
    assertThat(rows.findValuesAsText("kernel")).contains("PER_SAMPLE_MOMENTS", "LAMB_WITH_SUMS");
  }

  private void script(String name, String line) throws IOException {
    Path file = Files.writeString(own.resolve(name), "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }
}
