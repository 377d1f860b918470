package io.github.gns4j.examples.race;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.examples.TrainDigits;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C as it is: the signal, sent to a program of its own, while its dashboard is up. */
@EnabledOnOs(OS.LINUX)
class InterruptedRaceTest {
  /** 128 and the number of the signal, as shells and Java have it. */
  private static final int INTERRUPTED = 130;

  private static final long LONG_SECONDS = 120;

  @TempDir private Path directory;

  @Test
  @Timeout(LONG_SECONDS)
  void interruptEndsTheRunWithWhatItHas() throws IOException, InterruptedException {
    Path results = directory.resolve("results");
    Process race = start(results);
    try (BufferedReader out = race.inputReader()) {
      String page = firstWith(out, "Dashboard while this runs: ");
      firstWith(out, "noise-aware adam [");
      assertThat(statusOf(page.substring(page.indexOf("http")))).isEqualTo(200);
      assertThat(new ProcessBuilder("kill", "-INT", Long.toString(race.pid())).start().waitFor())
          .isZero();
      List<String> rest = out.lines().toList();
      assertThat(rest).isNotEmpty();
      assertThat(rest.getLast()).isEqualTo("Report: " + results.resolve("report.html"));
      assertThat(race.waitFor(LONG_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(race.exitValue()).isEqualTo(INTERRUPTED);
    } finally {
      race.destroyForcibly();
    }
    assertThat(Files.readAllLines(results.resolve("noise-aware adam.jsonl")))
        .filteredOn(line -> line.contains("\"type\":\"step\""))
        .isNotEmpty();
    assertThat(Files.readAllLines(results.resolve("outcomes.csv"))).hasSize(2);
    assertThat(results.resolve("report.html")).content().contains("noise-aware adam");
    assertThat(results.resolve("race.svg")).isNotEmptyFile();
  }

  /** Undoes first what a shell does to programs in the background: they ignore the interrupt. */
  private static Process start(Path results) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(
            "env",
            "--default-signal=INT",
            java,
            "--add-modules",
            "jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            TrainDigits.class.getName(),
            "--no-baseline",
            "--dashboard",
            "--train-size=400",
            "--test-size=100",
            "--seconds=100",
            "--epochs=1e6",
            "--out=" + results)
        .redirectErrorStream(true)
        .start();
  }

  private static String firstWith(BufferedReader out, String words) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.contains(words)) {
        return line;
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("ended without '" + words + "':\n" + seen);
  }

  private static int statusOf(String page) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(URI.create(page)).build(), BodyHandlers.discarding())
          .statusCode();
    }
  }
}
