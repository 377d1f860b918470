package io.github.gns4j.dl4j.ui;

import io.github.gns4j.monitor.log.EntrySink;
import io.github.gns4j.monitor.log.LogEntry;
import io.github.gns4j.monitor.web.RunPages;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.core.storage.Persistable;
import org.deeplearning4j.core.storage.StatsStorage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runs of the storages that are attached, as far as they were read. Reading goes on after the
 * last time stamp seen, so that it does not matter how often or in which order one is told of news.
 * Safe for several threads.
 */
final class StorageRuns {
  private static final Logger LOG = LoggerFactory.getLogger(StorageRuns.class);

  private record Key(StatsStorage storage, String session, String worker) {}

  private static final class Run {
    private final EntrySink shown;
    private long last = -1;
    private boolean failed;

    Run(EntrySink shown) {
      this.shown = shown;
    }
  }

  private final RunPages pages;
  private final Map<Key, Run> runs = new HashMap<>();

  StorageRuns(RunPages pages) {
    this.pages = pages;
  }

  /** Reads what is new in a storage. */
  synchronized void read(StatsStorage storage) {
    for (String session : storage.listSessionIDs()) {
      for (String worker : storage.listWorkerIDsForSessionAndType(session, NoiseUpdate.TYPE)) {
        read(storage, session, worker);
      }
    }
  }

  /** Reads what is new in one run. */
  synchronized void read(StatsStorage storage, String session, String worker) {
    Key key = new Key(storage, session, worker);
    Run run = runs.get(key);
    if (run == null) {
      run = new Run(pages.add());
      runs.put(key, run);
      Persistable header = storage.getStaticInfo(session, NoiseUpdate.TYPE, worker);
      if (header != null) {
        show(run, session, header);
      }
    }
    List<Persistable> news =
        storage.getAllUpdatesAfter(session, NoiseUpdate.TYPE, worker, run.last).stream()
            .sorted(Comparator.comparingLong(Persistable::getTimeStamp))
            .toList();
    for (Persistable update : news) {
      run.last = update.getTimeStamp();
      show(run, session, update);
    }
  }

  private static void show(Run run, String session, Persistable update) {
    try {
      for (LogEntry entry : ((NoiseUpdate) update).entries()) {
        run.shown.accept(entry);
      }
    } catch (IOException | ClassCastException e) {
      if (!run.failed) {
        run.failed = true;
        LOG.warn("part of session {} cannot be shown: {}", session, e.toString());
      }
    }
  }

  /** Shows the runs of a storage no longer. */
  synchronized void forget(StatsStorage storage) {
    runs.entrySet()
        .removeIf(
            run -> {
              boolean gone = run.getKey().storage().equals(storage);
              if (gone) {
                pages.remove(run.getValue().shown);
              }
              return gone;
            });
  }
}
