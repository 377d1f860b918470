package io.github.gns4j.monitor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.gns4j.monitor.SyntheticRun;
import io.github.gns4j.report.StepReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlightRecorderTest {
  @TempDir Path directory;

  @Test
  void stepsAndDecisionsAreRecorded() throws IOException {
    List<StepReport> reports = new SyntheticRun(200, 1).take(200);
    Path file = directory.resolve("run.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("io.github.gns4j.TrainingStep");
      recording.enable("io.github.gns4j.TrainingDecision");
      recording.start();
      FlightRecorder recorder = new FlightRecorder();
      reports.forEach(recorder::onStep);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    List<RecordedEvent> steps = named(events, "io.github.gns4j.TrainingStep");
    assertThat(steps).hasSize(200);
    assertThat(steps.getLast().getLong("samples")).isEqualTo(reports.getLast().samples());
    assertThat(steps.getLast().getDouble("noiseScale"))
        .isEqualTo(reports.getLast().noise().noiseScale().orElseThrow());
    long changes = reports.stream().filter(r -> r.decision().batch().isChange()).count();
    List<RecordedEvent> decisions = named(events, "io.github.gns4j.TrainingDecision");
    assertThat(decisions).hasSize((int) changes).isNotEmpty();
    assertThat(decisions.getFirst().getString("reason")).contains("limit: doubling");
  }

  private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
    // A recording keeps its events in no order.
    return events.stream()
        .filter(e -> e.getEventType().getName().equals(name))
        .sorted(Comparator.comparingLong(e -> e.getLong("step")))
        .toList();
  }
}
