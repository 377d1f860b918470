package io.github.gns4j.monitor.log;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The files of one run: a new part when one is full, each begun with the header of the run. */
final class LogFiles implements EntrySink {
  private static final int BUFFER = 1 << 16;

  private final Path directory;
  private final long partBytes;
  private LogEntry.RunStart header;
  private FileChannel channel;
  private OutputStream stream;
  private EntryWriter writer;
  private long written;

  private LogFiles(Path directory, LogEntry.RunStart header, long partBytes) {
    this.directory = directory;
    this.header = header;
    this.partBytes = partBytes;
  }

  /** Creates the first part; a name already taken gets a number. Never overwrites a file. */
  static LogFiles create(Path directory, LogEntry.RunStart header, long partBytes)
      throws IOException {
    Files.createDirectories(directory);
    LogEntry.RunStart named = header;
    for (int n = 2; ; n++) {
      LogFiles files = new LogFiles(directory, named, partBytes);
      try {
        files.open();
        return files;
      } catch (FileAlreadyExistsException e) {
        String name = header.name() + "-" + n;
        named = new LogEntry.RunStart(name, header.started(), 1, header.settings());
      }
    }
  }

  static Path part(Path directory, String name, int part) {
    return directory.resolve(name + (part == 1 ? "" : "." + part) + LogSchema.SUFFIX);
  }

  /** The first file. */
  Path first() {
    return part(directory, header.name(), 1);
  }

  private void open() throws IOException {
    channel =
        FileChannel.open(
            part(directory, header.name(), header.part()),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
    stream = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
    writer = new EntryWriter(stream);
    written = writer.write(header);
    stream.flush();
  }

  @Override
  public void accept(LogEntry entry) throws IOException {
    if (written >= partBytes) {
      close();
      header =
          new LogEntry.RunStart(
              header.name(), header.started(), header.part() + 1, header.settings());
      open();
    }
    written += writer.write(entry);
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
