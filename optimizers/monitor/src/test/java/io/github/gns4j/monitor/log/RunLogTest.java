package io.github.gns4j.monitor.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.monitor.SyntheticRun;
import io.github.gns4j.noise.NoiseEstimate;
import io.github.gns4j.report.AuditReport;
import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.SegmentReport;
import io.github.gns4j.report.StepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
  @TempDir Path directory;

  @Test
  void everyStepComesBackAsItWasTold() throws IOException {
    List<StepReport> reports = new SyntheticRun(100, 1).take(100);
    RunLog log = RunLog.builder(directory).name("a run").partsEvery(1).setting("rate", 0.1).build();
    reports.forEach(log::onStep);
    log.close();

    List<LogEntry> entries = RunLogReader.readAll(log.file());
    List<LogEntry.Step> steps = only(entries, LogEntry.Step.class);
    assertThat(steps).hasSameSizeAs(reports);
    for (int i = 0; i < reports.size(); i++) {
      same(steps.get(i), reports.get(i));
    }
    var start = (LogEntry.RunStart) entries.getFirst();
    assertThat(start.name()).isEqualTo("a run");
    assertThat(start.settings()).containsEntry("rate", "0.1");
    assertThat(entries.getLast()).isInstanceOf(LogEntry.RunEnd.class);
    assertThat(((LogEntry.RunEnd) entries.getLast()).steps()).isEqualTo(100);
  }

  private static void same(LogEntry.Step step, StepReport report) {
    StepDetail detail = step.detail().orElseThrow();
    assertThat(step.step()).isEqualTo(report.step());
    assertThat(step.samples()).isEqualTo(report.samples());
    assertThat(step.batch()).isEqualTo(report.batch().samples());
    assertThat(step.loss()).isEqualTo(report.loss());
    assertThat(step.rate()).hasValue(report.decision().learningRate());
    assertThat(detail.accumulation()).isEqualTo(report.batch().accumulationSteps());
    assertThat(detail.gradient()).isEqualTo(report.gradient());
    assertThat(detail.noise()).isEqualTo(report.noise());
    assertThat(detail.euclideanNoise()).isEqualTo(report.euclideanNoise());
    assertThat(detail.segments()).isEqualTo(report.segments());
    assertThat(detail.groups()).isEqualTo(report.groups());
    assertThat(detail.timing()).isEqualTo(report.timing());
    assertThat(detail.gain()).isEqualTo(report.decision().gain().factor());
    assertThat(detail.clock()).isEqualTo(report.decision().clock());
  }

  @Test
  void decisionsTellWhyAndHoldsOfTheSameKindAreToldOnce() throws IOException {
    List<StepReport> reports = new SyntheticRun(400, 2).take(395);
    RunLog log = RunLog.to(directory);
    reports.forEach(log::onStep);
    log.close();

    List<LogEntry.Decision> decisions =
        only(RunLogReader.readAll(log.file()), LogEntry.Decision.class);
    long changes = reports.stream().filter(r -> r.decision().batch().isChange()).count();
    assertThat(changes).isPositive();
    assertThat(decisions).filteredOn(d -> d.kind().equals("batch")).hasSize((int) changes);
    assertThat(decisions).filteredOn(d -> d.kind().equals("skip")).hasSize(1);
    // one hold at the start and one after each change
    assertThat(decisions).filteredOn(d -> d.kind().equals("hold")).hasSize((int) changes + 1);
    assertThat(decisions).allSatisfy(d -> assertThat(d.reason()).isNotBlank());
  }

  @Test
  void stepsOfOtherOptimizersAndNumbersBesideThemAreKept() throws IOException {
    RunLog log = RunLog.to(directory);
    log.onPlainStep(PlainStep.of(1, 32, 32, 2.3, 1e-3));
    log.onPlainStep(
        new PlainStep(2, 64, 32, OptionalDouble.of(Double.NaN), OptionalDouble.empty()));
    log.onMetric(new MetricReport(2, 64, "validation accuracy", 0.91));
    log.onAudit(new AuditReport(2, 1.5, 0.8, false, "0.8 of 1.5: taken back"));
    log.close();

    List<LogEntry> entries = RunLogReader.readAll(log.file());
    List<LogEntry.Step> steps = only(entries, LogEntry.Step.class);
    assertThat(steps.get(0).loss()).hasValue(2.3);
    assertThat(steps.get(1).loss()).hasValue(Double.NaN);
    assertThat(steps.get(1).rate()).isEmpty();
    assertThat(steps).allSatisfy(s -> assertThat(s.detail()).isEmpty());
    var metric = only(entries, LogEntry.Metric.class).getFirst();
    assertThat(metric.name()).isEqualTo("validation accuracy");
    assertThat(metric.value()).isEqualTo(0.91);
    var audit = only(entries, LogEntry.Audit.class).getFirst();
    assertThat(audit.kept()).isFalse();
    assertThat(audit.realised()).isEqualTo(0.8);
  }

  @Test
  void aTornLastLineIsLeftOutAtEveryByte() throws IOException {
    Path log = written(20);
    byte[] whole = Files.readAllBytes(log);
    int lines = RunLogReader.readAll(log).size();
    int lastLine =
        new String(whole, StandardCharsets.UTF_8).lastIndexOf('\n', whole.length - 2) + 1;
    for (int end = lastLine + 1; end < whole.length - 1; end += 7) {
      Path torn = directory.resolve("torn-" + end + ".jsonl");
      Files.write(torn, java.util.Arrays.copyOf(whole, end));
      assertThat(RunLogReader.readAll(torn)).hasSize(lines - 1);
      assertThat(RunLogReader.read(torn, _ -> {})).isEqualTo(1);
    }
  }

  @Test
  void aBrokenLineInTheMiddleIsNamed() throws IOException {
    Path log = written(5);
    List<String> lines = Files.readAllLines(log);
    lines.set(3, lines.get(3).substring(0, 20));
    Files.write(log, lines);
    assertThatThrownBy(() -> RunLogReader.readAll(log))
        .isInstanceOf(RunLogException.class)
        .hasMessageContaining(log.getFileName().toString())
        .hasMessageContaining("line 4");
  }

  @Test
  void laterSchemasAreRefusedAndUnknownTypesAndFieldsAreNot() throws IOException {
    Path log = written(3);
    List<String> lines = Files.readAllLines(log);
    lines.add(2, "{\"type\":\"weather\",\"sun\":true}");
    lines.set(1, lines.get(1).replaceFirst("\\{", "{\"colour\":[null,{\"a\":1}],"));
    int before = RunLogReader.readAll(log).size();
    Files.write(log, lines);
    assertThat(RunLogReader.readAll(log)).hasSize(before);

    lines.set(0, lines.get(0).replace("\"schema\":1", "\"schema\":2"));
    Files.write(log, lines);
    assertThatThrownBy(() -> RunLogReader.readAll(log))
        .isInstanceOf(RunLogException.class)
        .hasMessageContaining("schema is 2, allowed: at most 1");
  }

  /** Logs that were written before segments had a noise in the optimizer's metric. */
  @Test
  void olderLogsLeaveOutTheNoiseOfSegmentsInTheOptimizersMetric() throws IOException {
    Path log = written(1);
    List<SegmentReport> told = segments(log);
    Files.writeString(log, Files.readString(log).replaceAll(",\"own\":\\{[^}]*}", ""));
    List<SegmentReport> old = segments(log);
    assertThat(old).hasSameSizeAs(told).isNotEmpty();
    for (int i = 0; i < old.size(); i++) {
      assertThat(told.get(i).optimizerNoise()).isInstanceOf(NoiseEstimate.Resolved.class);
      assertThat(old.get(i).optimizerNoise())
          .isEqualTo(new NoiseEstimate.NotReady("not in this log"));
      assertThat(old.get(i).noise()).isEqualTo(told.get(i).noise());
      assertThat(old.get(i).traceShare()).isEqualTo(told.get(i).traceShare());
    }
  }

  private static List<SegmentReport> segments(Path log) throws IOException {
    return only(RunLogReader.readAll(log), LogEntry.Step.class)
        .getFirst()
        .detail()
        .orElseThrow()
        .segments();
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Path other = directory.resolve("other.jsonl");
    Files.writeString(other, "{\"type\":\"step\"}\n");
    assertThatThrownBy(() -> RunLogReader.readAll(other)).isInstanceOf(RunLogException.class);
    Files.writeString(other, "hello\nworld\n");
    assertThatThrownBy(() -> RunLogReader.readAll(other)).isInstanceOf(RunLogException.class);
    assertThatThrownBy(() -> RunLogReader.runs(directory.resolve("nowhere")))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void fullFilesAreFollowedByOthersAndReadAsOne() throws IOException {
    List<StepReport> reports = new SyntheticRun(300, 3).take(300);
    RunLog log = RunLog.builder(directory).name("r").partBytes(20_000).build();
    reports.forEach(log::onStep);
    log.close();

    assertThat(RunLogReader.parts(log.file())).hasSizeGreaterThan(3);
    assertThat(RunLogReader.runs(directory)).containsExactly(log.file());
    assertThat(Files.size(log.file())).isLessThan(25_000);
    List<LogEntry> entries = RunLogReader.readAll(log.file());
    assertThat(only(entries, LogEntry.RunStart.class)).hasSize(1);
    assertThat(only(entries, LogEntry.Step.class).stream().map(LogEntry.Step::step))
        .containsExactlyElementsOf(reports.stream().map(StepReport::step).toList());
  }

  @Test
  void noRunOverwritesAnother() throws IOException {
    RunLog first = RunLog.builder(directory).name("same").build();
    RunLog second = RunLog.builder(directory).name("same").build();
    first.close();
    second.close();
    assertThat(first.file()).isNotEqualTo(second.file());
    assertThat(RunLogReader.runs(directory)).hasSize(2);
  }

  /** How many is a matter of the disk; none goes untold. */
  @Test
  void aShortQueueDropsWhatItCannotHoldAndSaysSo() throws IOException {
    RunLog log = RunLog.builder(directory).queueCapacity(1).build();
    new SyntheticRun(500, 6).take(500).forEach(log::onStep);
    log.close();

    List<LogEntry> entries = RunLogReader.readAll(log.file());
    long dropped = ((LogEntry.RunEnd) entries.getLast()).dropped();
    assertThat(only(entries, LogEntry.Step.class).size() + dropped).isEqualTo(500);
  }

  @Test
  void badSettingsAreNamed() throws IOException {
    assertThatThrownBy(() -> RunLog.builder(directory).queueCapacity(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("queueCapacity is 0");
    assertThatThrownBy(() -> RunLog.builder(directory).name("../up"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("../up");
    assertThatThrownBy(() -> RunLog.builder(directory).partBytes(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("partBytes is 0");
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> RunLog.to(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot write a run log into");
  }

  private Path written(int steps) {
    RunLog log = RunLog.to(directory);
    new SyntheticRun(steps, 5).take(steps).forEach(log::onStep);
    log.close();
    return log.file();
  }

  private static <T> List<T> only(List<LogEntry> entries, Class<T> type) {
    return entries.stream().filter(type::isInstance).map(type::cast).toList();
  }
}
