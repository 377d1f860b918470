package io.github.gns4j.monitor.tensorboard;

import io.github.gns4j.monitor.log.EntrySink;
import io.github.gns4j.monitor.log.LogEntry;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The event file of one run. Not for several threads. */
final class EventFile implements EntrySink {
  private final Path file;
  private final FileChannel channel;
  private final OutputStream stream;
  private final RecordStream records;
  private double started;

  private EventFile(Path file, double started) throws IOException {
    this.file = file;
    this.started = started;
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    stream = new BufferedOutputStream(Channels.newOutputStream(channel));
    records = new RecordStream(stream);
    records.write(Events.version(started));
  }

  /** Creates a file with a name of its own in {@code directory}; never overwrites one. */
  static EventFile create(Path directory, Instant now) throws IOException {
    Files.createDirectories(directory);
    for (int n = 0; ; n++) {
      String name = "events.out.tfevents.%d.gns4j.%d".formatted(now.getEpochSecond(), n);
      try {
        return new EventFile(directory.resolve(name), seconds(now));
      } catch (FileAlreadyExistsException e) {
        // another run of the same second: the next number is tried
      }
    }
  }

  private static double seconds(Instant time) {
    return time.getEpochSecond() + time.getNano() * 1e-9;
  }

  Path file() {
    return file;
  }

  @Override
  public void accept(LogEntry entry) throws IOException {
    double time = started + entry.time();
    switch (entry) {
      case LogEntry.RunStart run -> {
        started = seconds(run.started());
        if (!run.settings().isEmpty()) {
          records.write(Events.text(started, 0, "settings", table(run.settings())));
        }
      }
      case LogEntry.Step step ->
          records.write(Events.scalars(time, step.step(), StepScalars.of(step)));
      case LogEntry.Metric metric ->
          records.write(
              Events.scalars(
                  time, metric.step(), Map.of("metrics/" + metric.name(), metric.value())));
      case LogEntry.Decision decision ->
          records.write(Events.text(time, decision.step(), "decisions", words(decision)));
      case LogEntry.Audit audit ->
          records.write(
              Events.text(
                  time,
                  audit.step(),
                  "audits",
                  (audit.kept() ? "kept: " : "taken back: ") + audit.reason()));
      case LogEntry.Dropped _, LogEntry.RunEnd _ -> {} // nothing of them belongs to a step
    }
  }

  private static String words(LogEntry.Decision decision) {
    return switch (decision.kind()) {
      case "batch" ->
          "batch %d → %d: %s".formatted(decision.from(), decision.to(), decision.reason());
      default -> decision.kind() + ": " + decision.reason();
    };
  }

  private static String table(Map<String, String> settings) {
    StringBuilder markdown = new StringBuilder("| setting | value |\n|---|---|\n");
    new TreeMap<>(settings)
        .forEach(
            (name, value) ->
                markdown
                    .append("| ")
                    .append(name)
                    .append(" | ")
                    .append(value.replace("|", "\\|").replace('\n', ' '))
                    .append(" |\n"));
    return markdown.toString();
  }

  @Override
  public void flush() throws IOException {
    stream.flush();
  }

  @Override
  public void close() throws IOException {
    try (FileChannel open = channel) {
      stream.flush();
      open.force(true);
    }
  }
}
