package io.github.gns4j.dl4j.ui;

import io.github.gns4j.monitor.log.EntrySink;
import io.github.gns4j.monitor.log.FedListener;
import io.github.gns4j.monitor.log.Feed;
import io.github.gns4j.monitor.log.LogEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.deeplearning4j.core.storage.StatsStorageRouter;

/**
 * Writes a run into a storage of Deeplearning4j's user interface: in memory, in a file, or on
 * another machine through {@code RemoteUIStatsStorageRouter}.
 *
 * <p>Attach the storage to the {@code UIServer} and look at {@code /gns4j/} there. Work happens on
 * a thread of its own, as {@link Feed} describes: training is never blocked and never fails because
 * of the storage. Safe for several threads.
 */
public final class StatsStorageLog extends FedListener {
  private static final int PARTS_EVERY = 10; // a hundred layers a step would outweigh all the rest
  private static final int CAPACITY = 8192; // 80 s of a training of 100 steps a second

  private final String session;

  private StatsStorageLog(String session, Sink sink) {
    super(new Feed("gns4j-stats-storage", CAPACITY, PARTS_EVERY, sink));
    this.session = session;
  }

  /**
   * Starts a session.
   *
   * @param storage where to
   * @param name of the run, not empty
   */
  public static StatsStorageLog to(StatsStorageRouter storage, String name) {
    Objects.requireNonNull(storage, "storage");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("name is empty, allowed: at least one character");
    }
    String session = name + "_" + UUID.randomUUID();
    Sink sink = new Sink(storage, session);
    sink.begin(new LogEntry.RunStart(name, Instant.now(), 1, Map.of()));
    return new StatsStorageLog(session, sink);
  }

  /** Returns the session the run is filed under: its name and a number of its own. */
  public String session() {
    return session;
  }

  /** Gathers what comes together into one update: storages keep one for a time stamp. */
  private static final class Sink implements EntrySink {
    private static final String WORKER = "main";

    private final StatsStorageRouter storage;
    private final String session;
    private final List<LogEntry> pending = new ArrayList<>();
    private long last;

    Sink(StatsStorageRouter storage, String session) {
      this.storage = storage;
      this.session = session;
    }

    @Override
    public void accept(LogEntry entry) {
      pending.add(entry);
    }

    @Override
    public void flush() {
      if (!pending.isEmpty()) {
        put(pending);
        pending.clear();
      }
    }

    /** The header is static information: storages list only those who have left some. */
    void begin(LogEntry.RunStart run) {
      storage.putStaticInfo(update(List.of(run)));
    }

    private void put(List<LogEntry> entries) {
      storage.putUpdate(update(entries));
    }

    private NoiseUpdate update(List<LogEntry> entries) {
      last = Math.max(last + 1, System.currentTimeMillis());
      return new NoiseUpdate(session, WORKER, last, entries);
    }
  }
}
