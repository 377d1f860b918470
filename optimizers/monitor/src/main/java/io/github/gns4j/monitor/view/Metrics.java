package io.github.gns4j.monitor.view;

import io.github.gns4j.monitor.log.LogEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Numbers measured beside the steps, by name. Of each name at most {@code capacity} are kept: when
 * they are full every second one is left out. At most {@value #NAMES} names are kept. Not for
 * several threads.
 */
public final class Metrics {
  static final int NAMES = 100; // a program that makes names up must not fill the memory

  private final int capacity;
  private long count;
  private final Map<String, List<LogEntry.Metric>> values = new LinkedHashMap<>();

  Metrics(int capacity) {
    this.capacity = capacity;
  }

  void add(LogEntry.Metric metric) {
    if (values.size() >= NAMES && !values.containsKey(metric.name())) {
      return;
    }
    List<LogEntry.Metric> of = values.computeIfAbsent(metric.name(), _ -> new ArrayList<>());
    if (of.size() == capacity) {
      for (int i = 1; i < of.size(); i++) {
        of.remove(i);
      }
    }
    of.add(metric);
    count++;
  }

  /** Returns how many were added, those no longer kept included. */
  public long count() {
    return count;
  }

  /** Returns the names in the order of their first appearance. */
  public Set<String> names() {
    return Collections.unmodifiableSet(values.keySet());
  }

  /** Returns the values of a name, oldest first; none if there is no such name. */
  public List<LogEntry.Metric> get(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }
}
