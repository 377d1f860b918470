package io.github.gns4j.monitor.log;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Entries as bytes: lines of {@link LogSchema} without a file, for other ways of transport. */
public final class EntryLines {
  private EntryLines() {}

  /** Returns the lines of some entries. */
  public static byte[] encode(List<LogEntry> entries) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    EntryWriter writer = new EntryWriter(lines);
    try {
      for (LogEntry entry : entries) {
        writer.write(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail so
    }
    return lines.toByteArray();
  }

  /**
   * Reads lines back. Lines of types that are not known here are left out.
   *
   * @throws RunLogException if a line is no line of a run log
   */
  public static List<LogEntry> decode(byte[] bytes) throws IOException {
    List<LogEntry> entries = new ArrayList<>();
    LineReader lines = new LineReader(new ByteArrayInputStream(bytes));
    for (long number = 1; lines.next(); number++) {
      try {
        EntryReader.read(lines.bytes(), lines.length()).ifPresent(entries::add);
      } catch (IOException | RuntimeException e) {
        throw new RunLogException(
            "line " + number + ": not a line of a run log: " + e.getMessage(), e);
      }
    }
    return entries;
  }
}
