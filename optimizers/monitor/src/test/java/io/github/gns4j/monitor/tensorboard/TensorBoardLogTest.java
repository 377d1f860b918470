package io.github.gns4j.monitor.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.gns4j.monitor.SyntheticRun;
import io.github.gns4j.monitor.log.LogEntry;
import io.github.gns4j.monitor.log.RunLog;
import io.github.gns4j.monitor.log.RunLogReader;
import io.github.gns4j.report.MetricReport;
import io.github.gns4j.report.StepReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorBoardLogTest {
  @TempDir Path directory;

  private static List<EventReader.Event> with(List<EventReader.Event> events, String tag) {
    return events.stream()
        .filter(e -> e.scalars().containsKey(tag) || e.texts().containsKey(tag))
        .toList();
  }

  @Test
  void aRunIsWrittenWhileItGoesOn() throws IOException {
    TensorBoardLog log = TensorBoardLog.to(directory.resolve("ours"));
    List<StepReport> reports = new SyntheticRun(300, 1).take(300);
    reports.forEach(log::onStep);
    log.onMetric(new MetricReport(300, 9600, "validation accuracy", 0.96));
    log.close();
    List<EventReader.Event> events = EventReader.read(log.file());
    List<EventReader.Event> losses = with(events, "loss");
    assertThat(losses).hasSize(300);
    for (int i = 0; i < 300; i++) {
      StepReport report = reports.get(i);
      EventReader.Event event = losses.get(i);
      assertThat(event.step()).isEqualTo(report.step());
      assertThat(event.scalars().get("loss")).isEqualTo((float) report.loss().getAsDouble());
      assertThat(event.scalars().get("batch/samples")).isEqualTo(report.batch().samples());
      assertThat(event.scalars().get("learning rate"))
          .isEqualTo((float) report.decision().learningRate());
      var scale = report.noise().noiseScale();
      assertThat(event.scalars().containsKey("noise/scale")).isEqualTo(scale.isPresent());
      scale.ifPresent(s -> assertThat(event.scalars().get("noise/scale")).isEqualTo((float) s));
    }
    assertThat(with(events, "noise share of layers/0_W")).hasSize(30);
    assertThat(with(events, "metrics/validation accuracy").getFirst().scalars())
        .containsValue(0.96f);
    assertThat(with(events, "decisions"))
        .anySatisfy(e -> assertThat(e.texts().get("decisions")).startsWith("batch 32 → 64: "))
        .anySatisfy(e -> assertThat(e.texts().get("decisions")).startsWith("skip: "));
    assertThat(with(events, "seconds/total")).hasSize(300);
  }

  @Test
  void aRunLogIsConverted() throws IOException {
    RunLog log = RunLog.builder(directory).name("ours").setting("rate", "1e-3 | 2").build();
    new SyntheticRun(100, 2).take(100).forEach(log::onStep);
    log.close();
    Path file = TensorBoardLog.export(log.file(), directory.resolve("events"));
    List<EventReader.Event> events = EventReader.read(file);
    assertThat(with(events, "settings").getFirst().texts().get("settings"))
        .contains("| rate | 1e-3 \\| 2 |");
    var start = (LogEntry.RunStart) RunLogReader.readAll(log.file()).getFirst();
    List<EventReader.Event> losses = with(events, "loss");
    assertThat(losses).hasSize(100);
    assertThat(losses.getFirst().time())
        .isBetween(start.started().toEpochMilli() / 1e3, start.started().toEpochMilli() / 1e3 + 60);
    Path second = TensorBoardLog.export(log.file(), directory.resolve("events"));
    assertThat(second).isNotEqualTo(file);
    assertThat(Files.size(second)).isEqualTo(Files.size(file));
  }

  @Test
  void aDirectoryThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> TensorBoardLog.to(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
  }
}
