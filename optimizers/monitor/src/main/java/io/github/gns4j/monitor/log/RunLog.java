package io.github.gns4j.monitor.log;

import io.github.gns4j.kernels.Arguments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Writes a run as JSON lines ({@link LogSchema}).
 *
 * <p>Work happens on a thread of its own, as {@link Feed} describes: training is never blocked and
 * never fails because of the log. Lines reach the operating system within a tenth of a second, so a
 * killed program loses no more; the files are forced to disk when they are full and at the end.
 * Safe for several threads.
 */
public final class RunLog extends FedListener {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final Path file;

  private RunLog(LogFiles files, Builder builder) {
    super(new Feed("gns4j-run-log", builder.capacity, builder.partsEvery, files));
    file = files.first();
  }

  /**
   * Starts a log named after the time in a directory, which is made if it is not there.
   *
   * @throws UncheckedIOException if no file can be made there
   */
  public static RunLog to(Path directory) {
    return builder(directory).build();
  }

  /** Begins a log with settings of its own. */
  public static Builder builder(Path directory) {
    return new Builder(directory);
  }

  /** Returns the first file of the run; {@link RunLogReader} finds the others from it. */
  public Path file() {
    return file;
  }

  /** Settings of a log. Reusable; not for several threads. */
  public static final class Builder {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} _+=-]{0,99}");

    private final Path directory;
    private final Map<String, String> settings = new TreeMap<>();
    private String name = "";
    private long partBytes = 256L << 20; // opens in an editor, and few parts even in long runs
    private int partsEvery = 10; // a hundred layers a step would outweigh all the rest
    private int capacity = Feed.DEFAULT_CAPACITY;

    private Builder(Path directory) {
      this.directory = Objects.requireNonNull(directory, "directory");
    }

    /** Names the run: letters, digits, space, {@code _ + = -}, at most 100; default: the time. */
    public Builder name(String name) {
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "name is '" + name + "', allowed: at most 100 letters, digits, spaces and _ + = -");
      }
      this.name = name;
      return this;
    }

    /** Notes a setting of the run in the header, such as the base learning rate. */
    public Builder setting(String name, Object value) {
      settings.put(Objects.requireNonNull(name, "name"), String.valueOf(value));
      return this;
    }

    /** Begins another file after that many bytes, at least 1; default 256 MiB. */
    public Builder partBytes(long bytes) {
      partBytes = Arguments.atLeast("partBytes", bytes, 1);
      return this;
    }

    /** Writes layers and groups with every n-th step only, at least 1; default 10. */
    public Builder partsEvery(int steps) {
      partsEvery = Arguments.atLeast("partsEvery", steps, 1);
      return this;
    }

    /** Lets that many events wait, at least 1; default 8192. */
    public Builder queueCapacity(int events) {
      capacity = Arguments.atLeast("queueCapacity", events, 1);
      return this;
    }

    /**
     * Creates the first file and starts.
     *
     * @throws UncheckedIOException if no file can be made
     */
    public RunLog build() {
      Instant now = Instant.now();
      String run = name.isEmpty() ? "run-" + STAMP.format(now) : name;
      var header = new LogEntry.RunStart(run, now, 1, settings);
      try {
        return new RunLog(LogFiles.create(directory, header, partBytes), this);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write a run log into " + directory + ": " + e, e);
      }
    }
  }
}
