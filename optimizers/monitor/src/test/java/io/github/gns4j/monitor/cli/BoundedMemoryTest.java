package io.github.gns4j.monitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.monitor.SyntheticRun;
import io.github.gns4j.monitor.log.RunLog;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log several times the size of the heap: what holds for 80 MB in 24 MB holds for any size. */
class BoundedMemoryTest {
  private static final long LOG_BYTES = 80L << 20;

  @TempDir Path directory;

  @Test
  void aReportOfAnEightyMegabyteLogIsWrittenWithTwentyFourMegabytesOfHeap() throws Exception {
    Path log = grown();
    Path report = directory.resolve("report.html");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx24m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "report",
                log.toString(),
                "-o",
                report.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).as(output).isZero();
    assertThat(Files.size(report)).isBetween(100_000L, 2_000_000L);
  }

  /** A log of 200 steps whose lines are repeated until it is large. */
  private Path grown() throws IOException {
    RunLog log = RunLog.builder(directory).name("long").partsEvery(1).build();
    new SyntheticRun(200, 1).take(200).forEach(log::onStep);
    log.close();
    byte[] lines = Files.readAllBytes(log.file());
    int header = 0;
    while (lines[header] != '\n') {
      header++;
    }
    Path large = directory.resolve("large.jsonl");
    try (OutputStream out = Files.newOutputStream(large)) {
      out.write(lines);
      for (long size = lines.length; size < LOG_BYTES; size += lines.length - header - 1) {
        out.write(lines, header + 1, lines.length - header - 1);
      }
    }
    return large;
  }
}
