package io.github.gns4j.monitor.log;

import java.io.IOException;

/** Where a {@link Feed} delivers its entries, on the thread of the feed. */
public interface EntrySink {
  /** Takes one entry. */
  void accept(LogEntry entry) throws IOException;

  /** No further entry is at hand: what was taken should become visible. */
  default void flush() throws IOException {}

  /** The last entry was delivered. Called at most once. */
  default void close() throws IOException {}
}
