package io.github.gns4j.monitor.log;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads run logs back, line by line in bounded memory, whatever their size.
 *
 * <p>A last line without its line feed that cannot be read was torn when the writer was killed: it
 * is left out. Any other line that cannot be read is an error that names the file and the line.
 * Lines and fields of a later schema that this one need not know are left out.
 */
public final class RunLogReader {
  private RunLogReader() {}

  /**
   * Reads all parts of a run in order.
   *
   * @param firstPart the file {@code NAME.jsonl}
   * @param consumer receives every entry; later parts give no further {@code RunStart}
   * @return number of torn lines that were left out
   * @throws IOException if a file cannot be read or is no run log
   */
  public static int read(Path firstPart, Consumer<? super LogEntry> consumer) throws IOException {
    int torn = 0;
    for (Path part : parts(firstPart)) {
      boolean first = part.equals(firstPart);
      torn +=
          readPart(
              part,
              entry -> {
                if (first || !(entry instanceof LogEntry.RunStart)) {
                  consumer.accept(entry);
                }
              });
    }
    return torn;
  }

  /** Reads a run that is known to be small into memory. */
  public static List<LogEntry> readAll(Path firstPart) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    read(firstPart, entries::add);
    return entries;
  }

  /**
   * Finds the runs at a path: the path itself if it is a file, the first parts in it, by name, if
   * it is a directory.
   *
   * @throws NoSuchFileException if there is none
   */
  public static List<Path> runs(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    if (!Files.isDirectory(path)) {
      throw new NoSuchFileException(path.toString(), null, "no such file or directory");
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> runs = files.filter(RunLogReader::isFirstPart).sorted().toList();
      if (runs.isEmpty()) {
        throw new NoSuchFileException(
            path.toString(), null, "no run log (*" + LogSchema.SUFFIX + ") in this directory");
      }
      return runs;
    }
  }

  private static boolean isFirstPart(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(LogSchema.SUFFIX)
        && !name.matches(".*\\.\\d+\\" + LogSchema.SUFFIX)
        && Files.isRegularFile(file);
  }

  /** All parts of a run, in order. */
  static List<Path> parts(Path firstPart) {
    List<Path> parts = new ArrayList<>(List.of(firstPart));
    String file = firstPart.getFileName().toString();
    if (file.endsWith(LogSchema.SUFFIX)) {
      String name = file.substring(0, file.length() - LogSchema.SUFFIX.length());
      Path directory = firstPart.toAbsolutePath().getParent();
      for (int n = 2; Files.exists(LogFiles.part(directory, name, n)); n++) {
        parts.add(LogFiles.part(directory, name, n));
      }
    }
    return parts;
  }

  private static int readPart(Path part, Consumer<? super LogEntry> consumer) throws IOException {
    try (InputStream in = Files.newInputStream(part)) {
      LineReader lines = new LineReader(in);
      for (long number = 1; lines.next(); number++) {
        Optional<LogEntry> entry;
        try {
          entry = EntryReader.read(lines.bytes(), lines.length());
          requireHeader(number, entry);
        } catch (IOException | RuntimeException e) {
          if (!lines.isTerminated()) {
            return 1;
          }
          throw new RunLogException(
              part + ", line " + number + ": not a line of a run log: " + e.getMessage(), e);
        }
        entry.ifPresent(consumer);
      }
    }
    return 0;
  }

  private static void requireHeader(long number, Optional<LogEntry> entry) {
    boolean header = entry.isPresent() && entry.get() instanceof LogEntry.RunStart;
    if (header != (number == 1)) {
      throw new IllegalArgumentException("a run log has one line of type run, its first");
    }
  }
}
