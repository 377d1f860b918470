package io.github.gns4j.monitor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.monitor.SyntheticRun;
import io.github.gns4j.monitor.log.PlainStep;
import io.github.gns4j.monitor.log.RunLog;
import io.github.gns4j.report.MetricReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  @TempDir Path directory;
  private Path ours;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void logs() {
    RunLog log = RunLog.builder(directory).name("ours").build();
    new SyntheticRun(300, 1).take(300).forEach(log::onStep);
    log.onMetric(new MetricReport(300, 9600, "validation accuracy", 0.96));
    log.close();
    ours = log.file();
    RunLog plain = RunLog.builder(directory).name("plain").build();
    for (int s = 1; s <= 300; s++) {
      plain.onPlainStep(PlainStep.of(s, 32L * s, 32, 2.3 / Math.sqrt(s), 1e-3));
    }
    plain.close();
  }

  private int run(Object... arguments) {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    CommandLine command = Main.commandLine();
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
        .execute(words);
  }

  @Test
  void everyCommandHasHelp() {
    for (String command : new String[] {"report", "compare", "tail", "export", "serve"}) {
      assertThat(run(command, "--help")).isZero();
      assertThat(out.toString()).contains("gns4j-monitor " + command);
    }
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Exit codes:");
  }

  @Test
  void aReportHoldsAllRunsAndNothingToLoad() throws IOException {
    Path html = directory.resolve("report.html");
    assertThat(run("report", directory, "-o", html)).isZero();
    String page = Files.readString(html);
    assertThat(page).contains("\"ours\"", "\"plain\"", "uPlot", "Permission is hereby granted");
    assertThat(page).doesNotContain("src=\"", "<link rel=\"stylesheet\"");
    assertThat(page).contains("default-src 'none'");
  }

  @Test
  void runsAreComparedByATarget() {
    assertThat(run("compare", directory, "--target", "validation accuracy>=0.95")).isZero();
    assertThat(out.toString())
        .contains("validation accuracy ≥ 0.95", "not reached", "ours", "plain");
    assertThat(run("compare", directory)).isZero();
    assertThat(out.toString()).contains("the lowest smoothed loss that all reached");
  }

  @Test
  void tablesAndPicturesAreExported() throws IOException {
    Path csv = directory.resolve("ours.csv");
    assertThat(run("export", ours, "-o", csv)).isZero();
    var lines = Files.readAllLines(csv);
    assertThat(lines).hasSize(301);
    long commas = lines.getFirst().chars().filter(c -> c == ',').count();
    assertThat(lines)
        .allSatisfy(l -> assertThat(l.chars().filter(c -> c == ',').count()).isEqualTo(commas));
    Path plainCsv = directory.resolve("plain.csv");
    assertThat(run("export", directory.resolve("plain.jsonl"), "-o", plainCsv)).isZero();
    assertThat(Files.readAllLines(plainCsv))
        .allSatisfy(l -> assertThat(l.chars().filter(c -> c == ',').count()).isEqualTo(commas));
    assertThat(run("export", directory, "-o", directory.resolve("all.svg"), "--over", "STEP"))
        .isZero();
    assertThat(directory.resolve("all.svg")).isNotEmptyFile();
  }

  @Test
  void eventFilesAreWrittenInADirectoryARun() throws IOException {
    Path events = directory.resolve("events");
    assertThat(run("export", directory, "--tensorboard", "-o", events)).isZero();
    for (String run : new String[] {"ours", "plain"}) {
      try (var files = Files.list(events.resolve(run))) {
        assertThat(files).hasSize(1).allSatisfy(file -> assertThat(file).isNotEmptyFile());
      }
    }
  }

  @Test
  void aRunIsFollowedToItsEnd() {
    assertThat(run("tail", ours, "-n", "5")).isZero();
    assertThat(out.toString().lines().count()).isEqualTo(6);
    assertThat(out.toString()).contains("ended after 300 steps", "validation accuracy 0.9600");
  }

  @Test
  void problemsAreToldInOneLineWithAnExitCode() throws IOException {
    assertThat(run("report", directory.resolve("nowhere"))).isEqualTo(1);
    assertThat(err.toString().lines().toList()).hasSize(1).first().asString().contains("nowhere");
    Path other = Files.writeString(directory.resolve("other.txt"), "hello\n");
    assertThat(run("compare", other)).isEqualTo(1);
    assertThat(err.toString()).contains("other.txt, line 1: not a line of a run log");
    assertThat(run("compare", ours, "--target", "better")).isEqualTo(2);
    assertThat(err.toString()).contains("target is 'better', allowed: NAME<=NUMBER");
    assertThat(run("export", ours, "-o", directory.resolve("x.gif"))).isEqualTo(2);
    assertThat(run("export", directory, "-o", directory.resolve("x.csv"))).isEqualTo(2);
    assertThat(run("paint")).isEqualTo(2);
  }
}
