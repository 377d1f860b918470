package io.github.gns4j.monitor.cli;

import io.github.gns4j.monitor.log.RunLogReader;
import io.github.gns4j.monitor.view.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** The run logs a command works on. */
final class Logs {
  @CommandLine.Parameters(
      arity = "1..*",
      paramLabel = "LOG",
      description = "Run logs (NAME.jsonl), or directories of them.")
  private List<Path> paths;

  /** The first file of every run. */
  List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path path : paths) {
      files.addAll(RunLogReader.runs(path));
    }
    return files;
  }

  /** All runs, each in bounded memory. */
  List<History> histories() throws IOException {
    List<History> histories = new ArrayList<>();
    for (Path file : files()) {
      histories.add(History.read(file, History.DEFAULT_POINTS));
    }
    return histories;
  }
}
