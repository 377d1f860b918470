package io.github.gns4j.kernels.cuda;

import io.github.gns4j.kernels.Segments;
import java.util.LinkedHashMap;
import java.util.Map;

/** The layouts used last; others are freed when no sums refer to them. */
final class Layouts {
  /** More than the networks that one process trains at a time. */
  private static final int CAPACITY = 32;

  private final Memory memory;
  private final Map<Segments, Layout> recent = new LinkedHashMap<>(CAPACITY, 0.75f, true);
  private Layout last;

  Layouts(Memory memory) {
    this.memory = memory;
  }

  Layout of(Segments segments) {
    if (last == null || !last.segments().equals(segments)) {
      last = recent.computeIfAbsent(segments, key -> new Layout(key, memory));
      if (recent.size() > CAPACITY) {
        recent.remove(recent.keySet().iterator().next());
      }
    }
    return last;
  }
}
