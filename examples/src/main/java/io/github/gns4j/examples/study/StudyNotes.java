package io.github.gns4j.examples.study;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;

/** What the numbers of a study are of, in words, kept beside them for the pages. */
final class StudyNotes {
  private static final String FILE = "notes.properties";

  private final Properties words = new Properties();

  /** Takes up the notes in {@code directory}, none if there are none. */
  static StudyNotes read(Path directory) throws IOException {
    StudyNotes notes = new StudyNotes();
    Path file = directory.resolve(FILE);
    if (Files.exists(file)) {
      try (Reader in = Files.newBufferedReader(file)) {
        notes.words.load(in);
      }
    }
    return notes;
  }

  /** Notes machine, day, tasks and arms of a run. */
  void add(List<Task> tasks, List<Arm> arms, long seed) {
    words.setProperty(
        "machine",
        String.format(
            "%d %s processor(s), Java %s",
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.arch"),
            Runtime.version().feature()));
    words.setProperty("day", LocalDate.now(ZoneOffset.UTC).toString());
    words.setProperty("seed", Long.toString(seed));
    for (Task task : tasks) {
      words.setProperty("task." + task.name(), task.description());
      words.setProperty("target." + task.name(), task.targetWords());
      words.setProperty("samples." + task.name(), Integer.toString(task.train().numExamples()));
    }
    for (Arm arm : arms) {
      words.setProperty("arm." + arm.name(), arm.description());
    }
  }

  /** Writes the notes into {@code directory}. */
  void write(Path directory) throws IOException {
    try (Writer out = Files.newBufferedWriter(directory.resolve(FILE))) {
      words.store(out, null);
    }
  }

  String machine() {
    return words.getProperty("machine", "");
  }

  String day() {
    return words.getProperty("day", "");
  }

  String seed() {
    return words.getProperty("seed", "");
  }

  String task(String name) {
    return words.getProperty("task." + name, name);
  }

  String target(String task) {
    return words.getProperty("target." + task, "");
  }

  String arm(String name) {
    return words.getProperty("arm." + name, name);
  }

  /** Returns the number of samples to train on, 0 if it was not noted. */
  int samples(String task) {
    return Integer.parseInt(words.getProperty("samples." + task, "0"));
  }
}
