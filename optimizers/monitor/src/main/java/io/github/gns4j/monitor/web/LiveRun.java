package io.github.gns4j.monitor.web;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.gns4j.monitor.chart.RunChart;
import io.github.gns4j.monitor.log.EntrySink;
import io.github.gns4j.monitor.log.LogEntry;
import io.github.gns4j.monitor.view.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** A run that grows on one thread while others read it. Safe for several threads. */
final class LiveRun implements EntrySink {
  private final String id;
  private final History history;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicLong version = new AtomicLong();

  LiveRun(String id, History history) {
    this.id = id;
    this.history = history;
  }

  String id() {
    return id;
  }

  /** A number that changes whenever the run does. */
  long version() {
    return version.get();
  }

  @Override
  public void accept(LogEntry entry) {
    lock.lock();
    try {
      history.add(entry);
      version.incrementAndGet();
    } finally {
      lock.unlock();
    }
  }

  /** Writes what {@code known} lacks and returns what is known then. */
  RunJson.Known write(JsonGenerator g, RunJson.Known known) throws IOException {
    lock.lock();
    try {
      RunJson.write(g, id, history, known);
      return RunJson.Known.of(history);
    } finally {
      lock.unlock();
    }
  }

  void chart(Path file) throws IOException {
    lock.lock();
    try {
      RunChart.of(history).write(file);
    } finally {
      lock.unlock();
    }
  }
}
